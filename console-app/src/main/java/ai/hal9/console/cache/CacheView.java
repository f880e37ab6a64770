package ai.hal9.console.cache;

import ai.hal9.console.board.BoardView;
import ai.hal9.console.board.Boards;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javafx.scene.Parent;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Where answers come from: a dashboard, and the order to warm all nodes' caches. */
public final class CacheView extends View implements ActionSource {

  private static final String REMOTE =
      "This cluster is not on this machine: its caches can be looked at, not warmed.";

  /** How often the nodes are asked while one of them is at it. */
  private static final Duration AT_WORK = Duration.ofSeconds(1);

  /** How often otherwise: somebody else may have one warmed. */
  private static final Duration AT_REST = Duration.ofSeconds(10);

  private final Workplace place;
  private final BoardView board;
  private final WarmModel model;
  private final WarmPane warming;
  private final Every atWork = new Every(AT_WORK);
  private final Every atRest = new Every(AT_REST);

  /**
   * @param screens whether there is a screen of an id
   */
  public CacheView(Workplace place, Boards boards, Predicate<String> screens) {
    this.place = place;
    model =
        new WarmModel(
            WarmDesk.of(place.session()),
            place.background(),
            place.session().local() ? "" : REMOTE);
    warming = new WarmPane(model);
    board = new BoardView(place, boards, "cache", screens);
    board.prepend(warming.node());
  }

  @Override
  public Parent node() {
    return board.node();
  }

  @Override
  public boolean replaceable() {
    return board.replaceable();
  }

  @Override
  public List<Action> actions() {
    var all = new ArrayList<>(board.actions());
    all.add(
        new Action(
            "warm-caches",
            "Warm the caches of all nodes",
            Material2OutlinedMZ.WHATSHOT,
            "",
            model::warm));
    return all;
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
    warming.observe(held);
    look(place.charts().now().getValue());
    held.observe(this::beat, place.charts().now());
  }

  private void beat() {
    var now = place.charts().now().getValue();
    if ((model.busy().get() ? atWork : atRest).due(now)) {
      look(now);
    }
  }

  private void look(Instant now) {
    atWork.done(now);
    atRest.done(now);
    model.look();
  }
}
