package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.ThresholdVerdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A server or a generator that stands still: what coordinated omission would hide. */
class FrozenTargetIT {

  private static final Duration FREEZE = Duration.ofSeconds(5);

  @Test
  void serverStoppedUntilTheEnd_missesWhatItDidNotAnswer() throws Exception {
    var server = started(EchoTarget.class);
    try {
      var freezing = new AtomicBoolean();
      var result =
          LoadGeneratorTest.run(
              LoadGenerator.create(),
              URI.create(firstLine(server)),
              """
              executor: constant-arrival-rate
              rate: 100
              duration: 6s
              connections: 8
              graceful-stop: 1s
              thresholds:
                http_req_failed: rate<0.01
                dropped_iterations: count<1
                http_req_duration: p(90)<1000
              """,
              (interval, _) -> {
                if (interval.offset().plus(interval.length()).toSeconds() == 3
                    && freezing.compareAndSet(false, true)) {
                  signal("STOP", server);
                }
              });

      var counts = result.counts();
      assertThat(counts.offered()).isEqualTo(600);
      assertThat(counts.failed(FailureCause.UNANSWERED))
          .isEqualTo(600 - counts.completed())
          .isEqualTo(counts.interrupted() + counts.unsent());
      assertThat(counts.failedRate()).isBetween(0.3, 0.55);
      assertThat(result.responseTime().count()).isEqualTo(600);
      assertThat(result.responseTime().millis(95)).isBetween(3_000.0, 5_000.0);
      assertThat(result.thresholds()).hasSize(3).allMatch(ThresholdVerdict::missed);
    } finally {
      server.destroyForcibly().onExit().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void generatorStoppedForASecond_inAClosedModel_isInvalid() throws Exception {
    try (var target = EchoTarget.start()) {
      var generator = started(ClosedRun.class, target.uri().toString());
      try (var lines = lines(generator)) {
        assertThat(lines.readLine()).isEqualTo("measured");
        freeze(generator, Duration.ofSeconds(1));

        assertThat(lines.readLine()).contains("late at the 99th percentile");
      } finally {
        generator.destroyForcibly().onExit().get(5, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void serverStoppedForFiveSeconds_isInResponseTime_notInServiceTime() throws Exception {
    var server = started(EchoTarget.class);
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
                  Thread.ofPlatform().start(() -> thaw.complete(freeze(server, FREEZE)));
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

  private static Process started(Class<?> program, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String firstLine(Process server) throws IOException {
    return java.util.Objects.requireNonNull(lines(server).readLine());
  }

  /** Stops a process for so long; how long it has been in the end. */
  private static Duration freeze(Process process, Duration length) {
    signal("STOP", process);
    var begun = System.nanoTime();
    while (System.nanoTime() - begun < length.toNanos()) {
      LockSupport.parkNanos(length.toNanos() - (System.nanoTime() - begun));
    }
    signal("CONT", process);
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
