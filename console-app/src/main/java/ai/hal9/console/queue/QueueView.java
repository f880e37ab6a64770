package ai.hal9.console.queue;

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
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** How the durable queue does: a dashboard, and the entries that somebody has to decide about. */
public final class QueueView extends View implements ActionSource {

  private static final String REMOTE =
      "This cluster is not on this machine: its dead letters can be looked at, not decided about.";

  /** How often the cluster is asked while the screen is shown. */
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final Workplace place;
  private final BoardView board;
  private final DeadLettersModel model;
  private final DeadLettersPane letters;
  private final Every pace = new Every(PERIOD);

  /**
   * @param screens whether there is a screen of an id
   */
  public QueueView(Workplace place, Boards boards, Predicate<String> screens) {
    this.place = place;
    model =
        new DeadLettersModel(
            DeadLetterDesk.of(place.session()),
            place.background(),
            place.session().local() ? "" : REMOTE);
    letters = new DeadLettersPane(model);
    board = new BoardView(place, boards, "queue", screens);
    board.prepend(letters.node());
  }

  @Override
  public Parent node() {
    return board.node();
  }

  @Override
  public boolean replaceable() {
    return board.replaceable() && model.question().get().isEmpty();
  }

  @Override
  public List<Action> actions() {
    var all = new ArrayList<>(board.actions());
    all.add(
        new Action(
            "redrive-dead-letters",
            "Redrive dead letters: put them back into the queue",
            Material2OutlinedMZ.REPLAY,
            "",
            () -> model.propose(Decision.REDRIVE, letters.about())));
    all.add(
        new Action(
            "discard-dead-letters",
            "Discard dead letters for good",
            Material2OutlinedAL.DELETE,
            "",
            () -> model.propose(Decision.DISCARD, letters.about())));
    return all;
  }

  @Override
  public boolean back() {
    return model.drop() || board.back();
  }

  @Override
  protected void onShown(Bag held) {
    board.show();
    held.add(board::hide);
    held.add(model::stop);
    letters.observe(held);
    look(place.charts().now().getValue());
    held.observe(this::beat, place.charts().now());
  }

  private void beat() {
    var now = place.charts().now().getValue();
    if (pace.due(now)) {
      look(now);
    }
  }

  private void look(Instant now) {
    pace.done(now);
    model.look();
  }
}
