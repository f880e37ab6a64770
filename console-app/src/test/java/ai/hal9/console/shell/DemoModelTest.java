package ai.hal9.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.console.ui.Health;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.scenario.ScenarioFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DemoModelTest {

  private final AtomicReference<DemoLoad.State> load =
      new AtomicReference<>(state(Optional.empty(), Optional.empty()));
  private final DemoModel model = new DemoModel(load::get);

  @Test
  void load_notBegun_hasNoFigures() {
    assertThat(model.stage().get()).isEqualTo("Demo load");
    assertThat(model.figures().get()).doesNotContainPattern("[0-9]");
    assertThat(model.health().get()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void load_goingOn_tellsWhatItsClientsSee() {
    load.set(state(Optional.of(interval()), Optional.empty()));

    model.look();

    assertThat(model.stage().get()).isEqualTo("Demo load, 0:34 of 1:00");
    assertThat(model.figures().get())
        .contains("2.00 /s", "p50 12.0 ms", "p99 – at the client", "failed 1");
  }

  @Test
  void load_failed_saysWhy() {
    load.set(state(Optional.empty(), Optional.of(new DemoLoad.End.Failed("cannot connect"))));

    model.look();

    assertThat(model.figures().get()).isEqualTo("cannot connect");
    assertThat(model.health().get()).isEqualTo(Health.BAD);
  }

  private static DemoLoad.State state(Optional<LoadInterval> latest, Optional<DemoLoad.End> end) {
    return new DemoLoad.State(ScenarioFiles.bundled("demo").orElseThrow(), latest, List.of(), end);
  }

  /** Half a minute in: of three offered, two answered within 12 ms and one failed. */
  private static LoadInterval interval() {
    var counts = new LoadCounts(3, 3, 2, 0, 0, 0, Map.of(FailureCause.TIMEOUT, 1L), 0, 0, Map.of());
    var latency = LatencyHistogram.ofMicros(12_000, 12_000);
    return new LoadInterval(
        LoadPhase.MEASURED,
        Duration.ofSeconds(34),
        Duration.ofSeconds(1),
        counts,
        latency,
        latency,
        LatencyHistogram.none(),
        0,
        0,
        64,
        0);
  }
}
