package ai.hal9.console.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.SavedNowhere;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadActionsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path directory;
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<String> troubles = new ArrayList<>();
  private @Nullable Session session;
  private @Nullable RunStore runs;
  private @Nullable LoadActions actions;

  @BeforeEach
  void open() {
    var address = new ClusterAddress(URI.create("http://127.0.0.1:1"), "");
    var connected = Session.attached("test", address, new Site.Here(), Clock.systemUTC());
    var kept = RunStore.in(directory, Clock.systemUTC());
    session = connected;
    runs = kept;
    var place =
        new Workplace(
            connected,
            new ChartContext(
                new SharedTime(),
                new SimpleObjectProperty<>(NOON),
                connected.history()::span,
                FXCollections.observableSet(),
                new SavedNowhere()),
            Background.of(work::add, Runnable::run),
            directory,
            new LoadDesk(
                new LoadDesk.Aim("test", address, true, connected.history()),
                (_, _) -> {
                  throw new IllegalStateException("no load is sent");
                },
                kept,
                new ScenarioLibrary(directory),
                Clock.systemUTC()),
            _ -> {},
            (_, _) -> {});
    actions = new LoadActions(place, troubles::add);
  }

  @AfterEach
  void close() {
    requireNonNull(session).close();
    requireNonNull(runs).close();
  }

  @Test
  void scenarios_areLookedUpInTheBackground_onceASecond() throws IOException {
    actions().beat(NOON);
    assertThat(ids()).isEmpty();
    doWork();
    assertThat(ids()).contains("start-smoke");

    Files.writeString(directory.resolve("mine.yaml"), "name: mine");
    actions().beat(NOON.plusMillis(100));
    assertThat(work).isEmpty();
    actions().beat(NOON.plusSeconds(1));
    doWork();
    assertThat(ids()).contains("start-mine");
  }

  @Test
  void scenarioWithErrors_started_isToldAsTrouble() throws IOException {
    Files.writeString(directory.resolve("mine.yaml"), "name: mine");
    actions().beat(NOON);
    doWork();

    actions().all().stream()
        .filter(action -> action.id().equals("start-mine"))
        .forEach(action -> action.run().run());
    doWork();

    assertThat(troubles).containsExactly("mine has errors. Correct them, then start it.");
  }

  private void doWork() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private List<String> ids() {
    return actions().all().stream().map(Action::id).toList();
  }

  private LoadActions actions() {
    return requireNonNull(actions);
  }
}
