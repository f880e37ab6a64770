package ai.hal9.stores.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BinariesIT {

  @TempDir Path directory;

  @Test
  void bundledPostgres_unpacked_runsHere() {
    assertThat(PostgresBinaries.bundled(BinaryCache.standard()).majorVersion()).isEqualTo(18);
  }

  @Test
  void directory_filledByTwoAtOnce_isWholeAndLeavesNothingBeside() throws Exception {
    var cache = new BinaryCache(directory);
    var bothInside = new CyclicBarrier(2);
    try (var two = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> fills =
          Stream.generate(() -> two.submit(() -> cache.directory("it", d -> fill(d, bothInside))))
              .limit(2)
              .toList();
      for (Future<Path> fill : fills) {
        assertThat(fill.get().resolve("file")).hasContent("whole");
      }
    }
    assertThat(directory).isDirectoryNotContaining("glob:**it.*");
  }

  @Test
  void directory_whoseFillingFails_isNotThereAndIsFilledNextTime() {
    var cache = new BinaryCache(directory);
    var fills = new AtomicInteger();
    BinaryCache.Unpacking fullDisk =
        into -> {
          fills.incrementAndGet();
          throw new IOException("No space left on device");
        };

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> cache.directory("it", fullDisk))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.DISK_FULL));
    }
    assertThat(fills).hasValue(2);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void installedPostgres_notThere_saysWhatToName() {
    assertThatThrownBy(() -> PostgresBinaries.installed(directory, new BinaryCache(directory)))
        .hasMessageContaining("--postgres-bin")
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.BINARY_MISSING));
  }

  @Test
  void installedRedis_thatIsNoProgram_saysWhatToName() throws Exception {
    Path file = Files.write(directory.resolve("redis-server.exe"), new byte[] {1, 2, 3, 4});
    assertThat(file.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> RedisBinary.installed(file))
        .hasMessageContaining("--redis-server")
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.BINARY_CANNOT_RUN));
  }

  private static void fill(Path into, CyclicBarrier together) throws IOException {
    try {
      together.await();
    } catch (Exception e) {
      throw new IOException(e);
    }
    Files.writeString(into.resolve("file"), "whole");
  }
}
