package ai.hal9.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void pid_givenToAnotherProcess_isNotReclaimed() throws IOException, InterruptedException {
    var process = new ProcessBuilder("sleep", "60").start();
    try {
      var other = new ProcessIdentity("node-1", process.pid(), "another start");
      assertThat(other.alive()).isFalse();
      assertThat(Reclaim.end(List.of(other), Duration.ofSeconds(1))).isEmpty();
      assertThat(process.isAlive()).isTrue();

      var same = ProcessIdentity.of("node-1", process.pid()).orElseThrow();
      assertThat(Reclaim.end(List.of(same), Duration.ofSeconds(5))).containsExactly(same);
      assertThat(same.alive()).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }
}
