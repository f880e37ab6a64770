package ai.hal9.sim.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real generator processes against a server that counts. */
class LoadLinkIT {

  static final String STEADY =
      """
      executor: constant-arrival-rate
      rate: 50
      duration: 10min
      connections: 8
      thresholds: {http_req_failed: rate<0.01}
      """;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final CountingTarget target = new CountingTarget();
  private final List<LoadNews> news = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void steered_changesWhatTheServerGets_andStandsInTheReport(@TempDir Path directory)
      throws InterruptedException {
    try (var link = start(STEADY, directory)) {
      await().atMost(SOON).until(() -> target.signals() > 60);
      // a generator that was held up catches up at first
      await().atMost(SOON).untilAsserted(() -> assertThat(target.rate()).isBetween(30.0, 75.0));

      link.rate(400);
      await().atMost(SOON).untilAsserted(() -> assertThat(target.rate()).isBetween(300.0, 500.0));

      link.follow();
      await().atMost(SOON).until(() -> target.rate() < 75);

      link.stop();
      var report = report();
      assertThat(report.ending()).isEqualTo(LoadEnding.STOPPED);
      assertThat(report.steerings())
          .extracting(Steering::target)
          .containsExactly(OptionalLong.of(400), OptionalLong.empty());
      assertThat(report.counts().completed()).isEqualTo(target.signals());
      assertThat(report.setup().tuningVersion()).isEqualTo(7);
      assertThat(report.passed()).isTrue();
    }
  }

  @Test
  void progress_addsUpToTheReport(@TempDir Path directory) {
    try (var link =
        start(
            """
            executor: constant-arrival-rate
            rate: 200
            duration: 3s
            warm-up: 1s
            """,
            directory)) {
      assertThat(link.process().isAlive()).isTrue();
      var report = report();
      var measured =
          news.stream()
              .filter(LoadNews.Progress.class::isInstance)
              .map(each -> ((LoadNews.Progress) each).interval())
              .filter(interval -> interval.phase() != LoadPhase.WARM_UP)
              .toList();
      assertThat(measured.stream().mapToLong(interval -> interval.counts().offered()).sum())
          .isEqualTo(600);
      assertThat(
              measured.stream()
                  .map(LoadInterval::responseTime)
                  .reduce((one, other) -> one.plus(other))
                  .orElseThrow())
          .isEqualTo(report.responseTime());
      assertThat(news)
          .anySatisfy(each -> assertThat(((LoadNews.Progress) each).check()).isPresent());
    }
  }

  @Test
  void targetGone_saysSo_andNothingElse(@TempDir Path directory) {
    target.close();
    try (var link = start(STEADY, directory)) {
      await().atMost(SOON).until(() -> news.size() == 1);
      assertThat(news.getFirst()).isInstanceOf(LoadNews.Failed.class);
      await().atMost(SOON).until(() -> !link.process().isAlive());
    }
  }

  @Test
  void ownerKilled_leavesNoGenerator(@TempDir Path directory)
      throws IOException, InterruptedException {
    var owner =
        new ProcessBuilder(
                Jvm.java().toString(),
                "-D%s=%s".formatted(Installation.PROPERTY, Installation.current().root()),
                "-cp",
                System.getProperty("java.class.path"),
                LoadOwner.class.getName(),
                target.url().toString(),
                directory.resolve("load.log").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var said = owner.inputReader(UTF_8)) {
      var generator = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      await().atMost(SOON).until(() -> target.signals() > 20);

      owner.destroyForcibly().waitFor();

      await().atMost(SOON).until(() -> !generator.isAlive());
      var sent = target.signals();
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(target.signals()).isEqualTo(sent);
    } finally {
      owner.destroyForcibly();
    }
  }

  private LoadLink start(String scenario, Path directory) {
    return LoadLink.start(
        Installation.current(),
        new LoadOrder("test", target.url(), "", "steady", scenario),
        directory.resolve("load.log"),
        news::add);
  }

  private SavedReport report() {
    await().atMost(SOON).until(() -> !news.isEmpty() && news.getLast() instanceof LoadNews.Ended);
    return ReportReader.read(((LoadNews.Ended) news.getLast()).report())
            instanceof ReportReading.Accepted(var report)
        ? report
        : org.assertj.core.api.Assertions.fail("the report cannot be read");
  }
}
