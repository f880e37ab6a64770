package ai.hal9.console.loading;

import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.ui.Background;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what came of each load as soon as it is over. For the UI thread. */
public final class LoadEnd {

  private final LoadDesk desk;
  private final Background background;
  private final Consumer<Outcome> told;
  private boolean running;

  /**
   * What came of a load.
   *
   * @param bad whether there is no report, or its figures do not count or miss what was asked
   * @param words one sentence
   * @param run the run's id among those kept; empty where it is not kept
   */
  public record Outcome(boolean bad, String words, OptionalLong run) {}

  /**
   * @param told gets what came of one
   */
  public LoadEnd(LoadDesk desk, Background background, Consumer<Outcome> told) {
    this.desk = desk;
    this.background = background;
    this.told = told;
    running = desk.status().phase().busy();
  }

  /** The load has news. */
  public void look() {
    var status = desk.status();
    var before = running;
    running = status.phase().busy();
    if (!before || running) {
      return;
    }
    var name = status.scenario().map(scenario -> scenario.name()).orElse("");
    if (status.kept().isEmpty()) {
      var what = status.phase() == LoadStatus.Phase.FAILED ? "failed" : "ended, its report is lost";
      told.accept(new Outcome(true, sentence(name, what, status.words()), OptionalLong.empty()));
      return;
    }
    var id = status.kept().getAsLong();
    var _ =
        background.run(
            () -> desk.runs().list().stream().filter(run -> run.id() == id).findFirst(),
            run -> told.accept(outcome(name, id, run.orElse(null))),
            _ -> told.accept(outcome(name, id, null)));
  }

  private static Outcome outcome(String name, long id, @Nullable RunSummary run) {
    return run == null
        ? new Outcome(false, sentence(name, "ended", ""), OptionalLong.of(id))
        : new Outcome(
            !run.valid() || run.verdict() == RunSummary.Verdict.MISSED,
            sentence(name, "ended", run.outcome()),
            OptionalLong.of(id));
  }

  private static String sentence(String name, String what, String more) {
    return "Load ‘%s’ %s%s".formatted(name, what, more.isEmpty() ? "." : ": " + more);
  }
}
