package ai.hal9.console.load;

import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Refresh;
import ai.hal9.sim.scenario.ScenarioLibrary.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/**
 * What can be done about load from any screen: start any scenario, stop what runs. Which scenarios
 * there are is looked up in the background, since every key asks for what can be done. For the UI
 * thread.
 */
public final class LoadActions {

  private static final Duration PACE = Duration.ofSeconds(1);

  private final Workplace place;
  private final LoadDesk desk;
  private final Consumer<String> trouble;
  private final Refresh<List<Entry>> look;
  private final Every pace = new Every(PACE);
  private List<Entry> entries = List.of();

  /**
   * @param trouble told why something could not be done
   */
  public LoadActions(Workplace place, Consumer<String> trouble) {
    this.place = place;
    this.desk = place.load();
    this.trouble = trouble;
    look =
        new Refresh<>(
            place.background(),
            () -> desk.library().entries(),
            found -> entries = found,
            // the load screen tells why, where they are chosen
            _ -> entries = List.of());
  }

  /** Time has passed: looks again which scenarios there are, once a second at most. */
  public void beat(Instant now) {
    if (pace.due(now)) {
      look.want();
    }
  }

  public List<Action> all() {
    var all = new ArrayList<Action>();
    desk.status()
        .kept()
        .ifPresent(
            id ->
                all.add(
                    new Action(
                        "open-run",
                        "Open the report of the load that ended",
                        Material2OutlinedAL.ASSESSMENT,
                        "",
                        () -> place.reach().accept("runs", Long.toString(id)))));
    if (!desk.allowed()) {
      return all;
    }
    if (desk.status().phase().busy()) {
      all.add(
          new Action(
              "stop-load",
              "Stop load: await requests under way",
              Material2OutlinedMZ.STOP,
              "",
              desk::stop));
      if (desk.status().steered().isPresent()) {
        all.add(
            new Action(
                "follow-load",
                "Let the load follow its schedule again",
                Material2OutlinedMZ.RESTORE,
                "",
                desk::follow));
      }
      all.add(
          new Action("abort-load", "Stop load now", Material2OutlinedAL.CANCEL, "", desk::abort));
      return all;
    }
    for (var entry : entries) {
      all.add(
          new Action(
              "start-" + entry.name(),
              "Start load ‘%s’ against ‘%s’".formatted(entry.name(), desk.cluster()),
              Material2OutlinedMZ.PLAY_ARROW,
              "",
              () -> start(entry)));
    }
    return all;
  }

  private void start(Entry entry) {
    place.open().accept("load");
    var _ =
        place
            .background()
            .run(
                () -> {
                  desk.start(entry.name(), desk.library().text(entry).orElse(""));
                  return entry;
                },
                _ -> {},
                failure -> trouble.accept(String.valueOf(failure.getMessage())));
  }
}
