package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A server that stands still for five seconds: what coordinated omission would hide. */
class FrozenTargetIT {

  private static final Duration FREEZE = Duration.ofSeconds(5);

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
      var freezing = new AtomicBoolean();
      var thaw = new CompletableFuture<Duration>();
      var result =
          LoadGeneratorTest.run(
              LoadGenerator.create(),
              uri,
              """
              executor: constant-arrival-rate
              rate: 100
              duration: 12s
              warm-up: 2s
              connections: 8
              """,
              (interval, _) -> {
                if (interval.offset().plus(interval.length()).toSeconds() == 3
                    && freezing.compareAndSet(false, true)) {
                  Thread.ofPlatform().start(() -> thaw.complete(freeze(server)));
                }
              });
      var frozen = (double) thaw.get(30, TimeUnit.SECONDS).toMillis();

      assertThat(result.counts().offered()).isEqualTo(1_200);
      assertThat(result.counts().completed()).isEqualTo(1_200);
      assertThat(result.responseTime().count()).isEqualTo(1_200);
      // Arrivals are even: of 1,200 some 500 wait, the first of them for the whole freeze. They are
      // few, so that a server with little processor time answers them as fast as they arrive.
      assertThat(result.responseTime().millis(99)).isBetween(0.9 * frozen, 1.04 * frozen);
      assertThat(result.responseTime().millis(75)).isBetween(0.25 * frozen, 0.6 * frozen);
      assertThat(result.responseTime().millis(50)).isLessThan(0.1 * frozen);
      assertThat(result.serviceTime().millis(99)).isLessThan(0.1 * frozen);
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

  /** Stops the server for five seconds; how long it has been in the end. */
  private static Duration freeze(Process server) {
    signal("STOP", server);
    var begun = System.nanoTime();
    while (System.nanoTime() - begun < FREEZE.toNanos()) {
      LockSupport.parkNanos(FREEZE.toNanos() - (System.nanoTime() - begun));
    }
    signal("CONT", server);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void signal(String name, Process server) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
