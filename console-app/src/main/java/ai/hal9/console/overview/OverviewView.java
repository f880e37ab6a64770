package ai.hal9.console.overview;

import ai.hal9.console.board.BoardView;
import ai.hal9.console.board.Boards;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.View;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Parent;

/** Is the cluster well, and if not, since when and which node: a dashboard, and every process. */
public final class OverviewView extends View implements ActionSource {

  private final Workplace place;
  private final OverviewModel model;
  private final BoardView board;
  private final NodeTable nodes;

  /**
   * @param screens whether there is a screen of an id
   */
  public OverviewView(Workplace place, Boards boards, Predicate<String> screens) {
    this.place = place;
    this.model = new OverviewModel(place);
    nodes = new NodeTable(name -> place.open().accept("node:" + name));
    board = new BoardView(place, boards, "overview", screens);
    board.append(nodes.node());
  }

  @Override
  public Parent node() {
    return board.node();
  }

  @Override
  public List<Action> actions() {
    return board.actions();
  }

  @Override
  public List<LocalKey> localKeys() {
    return Stream.concat(
            board.localKeys().stream(),
            Stream.of(new LocalKey("Enter", "Open the node chosen in the table")))
        .toList();
  }

  @Override
  public boolean back() {
    return board.back();
  }

  @Override
  protected void onShown(Bag held) {
    board.show();
    held.add(board::hide);
    held.add(model::stop);
    held.observe(() -> model.beat(place.charts().now().getValue()), place.charts().now());
    held.observe(this::showNodes, model.nodes());
    Sight.whenMoved(nodes.node(), held, this::showNodes);
  }

  private void showNodes() {
    nodes.show(model.nodes().get());
  }
}
