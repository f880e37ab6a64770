package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import ai.hal9.stores.file.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionKeyFileTest {

  private static final String OLD = "4 " + Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path directory;

  private Path file;
  private SessionKeyFile keys;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("session-keys");
    new SecretFile(file).write("# made by hand\n" + OLD + "\n");
    keys = new SessionKeyFile(file, new Random(1));
  }

  @Test
  void announce_leavesTheOldKeySealing_promoteLetsTheNewOne() throws IOException {
    assertThat(keys.announce()).isEqualTo(5);

    var announced = lines();
    assertThat(announced).hasSize(2).startsWith(OLD);
    var secret = announced.getLast().split(" ", 2);
    assertThat(secret[0]).isEqualTo("5");
    assertThat(Base64.getDecoder().decode(secret[1])).hasSize(32).isNotEqualTo(new byte[32]);

    keys.promote(5);

    assertThat(lines()).containsExactly(announced.getLast(), OLD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void forget_keepsTheSealingKeyAlone() throws IOException {
    keys.promote(keys.announce());
    keys.promote(keys.announce());
    var sealing = lines().getFirst();

    assertThat(keys.forget()).isEqualTo(2);

    assertThat(lines()).containsExactly(sealing);
  }

  @Test
  void announce_withoutAFile_saysSo() {
    var nowhere = new SessionKeyFile(directory.resolve("none"), new Random(1));

    assertThatThrownBy(nowhere::announce)
        .isInstanceOf(SimException.class)
        .hasMessageContaining("has the cluster been up?");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }
}
