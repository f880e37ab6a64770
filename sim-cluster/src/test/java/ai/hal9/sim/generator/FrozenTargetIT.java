package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server that stands still for five seconds: what coordinated omission would hide. */
class FrozenTargetIT {

  @Test
  void serverStoppedForFiveSeconds_isInResponseTime_notInServiceTime() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var server =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EchoTarget.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      var uri = URI.create(firstLine(server));
      var frozen = new AtomicInteger();
      var stillness = new AtomicLong();
      var result =
          LoadGeneratorTest.run(
              LoadGenerator.create(),
              uri,
              """
              executor: constant-arrival-rate
              rate: 300
              duration: 12s
              warm-up: 1s
              connections: 24
              """,
              (interval, _) -> {
                var second = interval.offset().plus(interval.length()).toSeconds();
                if (second == 3 && frozen.compareAndSet(0, 1)) {
                  signal("STOP", server);
                  stillness.set(-System.nanoTime());
                } else if (second == 8 && frozen.compareAndSet(1, 2)) {
                  signal("CONT", server);
                  stillness.addAndGet(System.nanoTime());
                }
              });

      assertThat(result.counts().offered()).isEqualTo(3_600);
      assertThat(result.counts().completed()).isEqualTo(3_600);
      assertThat(result.responseTime().millis(99)).isGreaterThan(0.9 * stillness.get() / 1e6);
      assertThat(result.responseTime().millis(75)).isGreaterThan(1_000);
      assertThat(result.serviceTime().millis(99)).isLessThan(1_000);
    } finally {
      server.destroyForcibly().onExit().get(5, TimeUnit.SECONDS);
    }
  }

  private static String firstLine(Process server) throws IOException {
    var lines =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    return java.util.Objects.requireNonNull(lines.readLine());
  }

  private static void signal(String name, Process server) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
