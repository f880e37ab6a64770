package ai.hal9.console.shell;

import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** What one can do just now, and what the console itself costs. */
final class StatusLine extends View {

  private static final Duration PACE = Duration.ofSeconds(2);

  private final OwnCost cost;
  private final SharedTime time;
  private final ObservableValue<Instant> now;
  private final Label hint = Parts.label("");
  private final Label own = Parts.label("");
  private final HBox root = new HBox(hint, Parts.filler(), own);
  private final boolean connected;
  private final Every pace = new Every(PACE);

  StatusLine(OwnCost cost, SharedTime time, ObservableValue<Instant> now, boolean connected) {
    this.connected = connected;
    this.cost = cost;
    this.time = time;
    this.now = now;
    root.setId("status-line");
    root.getStyleClass().add("status-line");
    own.setId("own-cost");
    Parts.explain(
        own,
        "What this window takes of the machine: the longest time any frame held up the window, its"
            + " share of one processor core, and its memory, over the last two seconds.");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(this::measure, now);
    held.observe(this::hint, time.zoomed(), time.pausedAt());
  }

  private void measure() {
    if (pace.due(now.getValue())) {
      own.setText(cost.text());
    }
  }

  private void hint() {
    if (!connected) {
      hint.setText("Ctrl+K finds every action, F1 explains a screen.");
      return;
    }
    hint.setText(
        time.zoomed().get() != null
            ? "Zoomed in. Esc or a double-click goes back; ‘Go live’ follows the present again."
            : time.pausedAt().get() != null
                ? "Paused. Telemetry is still being recorded; Space goes on."
                : "Drag on a chart to zoom. Ctrl+K finds everything, ? shows all keys.");
  }
}
