package ai.hal9.console.load;

import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.Unit;
import ai.hal9.console.ui.View;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The load that runs, in a few words for the top bar; a click goes to its screen. */
public final class LoadBadge extends View {

  private final LoadDesk desk;
  private final ObservableValue<Instant> now;
  private final Button button;

  /**
   * @param open goes to the load's screen
   */
  public LoadBadge(LoadDesk desk, ObservableValue<Instant> now, Runnable open) {
    this.desk = desk;
    this.now = now;
    button = Parts.button("running-load", "", Material2OutlinedMZ.TRENDING_UP, open);
    button.getStyleClass().addAll("flat", "running-load");
    Parts.explain(button, "The load this console sends: scenario, stage, requests offered.");
    look();
  }

  @Override
  public Parent node() {
    return button;
  }

  @Override
  protected void onShown(Bag held) {
    held.add(desk.onNews(UiThread.coalesced(this::look))::close);
    look();
  }

  private void look() {
    var status = desk.status();
    button.setVisible(status.phase().busy());
    button.setManaged(button.isVisible());
    button.setText(words(status, now.getValue()));
  }

  private static String words(LoadStatus status, Instant now) {
    var name = status.scenario().map(run -> run.name()).orElse("");
    var stages = status.scenario().map(run -> run.executor().stages().size()).orElse(0);
    var stage = status.stage(now);
    var where =
        stage > 0 && stages > 1
            ? "stage %d/%d".formatted(stage, stages)
            : status.phase() == LoadStatus.Phase.RUNNING
                ? ""
                : status.phase().words().toLowerCase(Locale.ROOT);
    var rate =
        status.phase().sending()
            ? status.last().map(last -> Unit.RATE.text(last.offeredRate())).orElse("")
            : "";
    return Stream.of(name, where, rate)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
