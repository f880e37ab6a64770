package ai.hal9.console.shell;

import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.loading.Generator;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Workplace;
import ai.hal9.sim.scenario.ScenarioLibrary;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/** Furnishes a place to work for each cluster connected to, and clears it. */
final class Workplaces {

  private final Surroundings around;
  private final ShellModel model;
  private final ObservableValue<Instant> now;
  private final RunStore runs;
  private final Toasts toasts;
  private final Dialogs dialogs;

  /**
   * @param runs where runs of load are kept
   */
  Workplaces(
      Surroundings around,
      ShellModel model,
      ObservableValue<Instant> now,
      RunStore runs,
      Toasts toasts,
      Dialogs dialogs) {
    this.around = around;
    this.model = model;
    this.now = now;
    this.runs = runs;
    this.toasts = toasts;
    this.dialogs = dialogs;
  }

  /**
   * A place for one cluster.
   *
   * @param open goes to a screen, by its id
   * @param reach goes to a place in a screen, both by their ids
   */
  Workplace of(Session session, Consumer<String> open, BiConsumer<String, String> reach) {
    return new Workplace(
        session,
        charts(session),
        around.background(),
        around.directory(),
        desk(session),
        open,
        reach);
  }

  /** Ends a load that still runs, elsewhere, since its report is waited for. */
  void clear(Workplace past) {
    var _ =
        around
            .background()
            .run(
                () -> {
                  past.load().close();
                  return past;
                },
                _ -> {},
                failure -> dialogs.error("The load could not be ended.", failure.toString()));
  }

  private ChartContext charts(Session session) {
    return new ChartContext(
        model.time(),
        now,
        session.history()::span,
        model.logarithmic(),
        new DesktopSaving(around.place(), model.files(), around.background(), toasts, dialogs));
  }

  private LoadDesk desk(Session session) {
    var directory = around.directory();
    return new LoadDesk(
        new LoadDesk.Aim(session.name(), session.address(), session.local(), session.history()),
        Generator.process(directory.resolve("load.log")),
        runs,
        new ScenarioLibrary(directory.resolveSibling("scenarios")),
        around.clock());
  }
}
