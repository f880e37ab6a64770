package ai.hal9.console.board;

import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.View;
import ai.hal9.dashboards.model.Panel;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** A tile that follows its state while it is shown. */
final class TileView extends View {

  private final ObservableValue<@Nullable TileState> state;
  private final Tile tile;

  TileView(Panel.Tile panel, ObservableValue<@Nullable TileState> state, Runnable explain) {
    this.state = state;
    tile = new Tile(panel, explain);
  }

  @Override
  public Parent node() {
    return tile;
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(
        () -> {
          var now = state.getValue();
          if (now != null) {
            tile.show(now);
          }
        },
        state);
  }
}
