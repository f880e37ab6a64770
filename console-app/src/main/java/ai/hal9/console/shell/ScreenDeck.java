package ai.hal9.console.shell;

import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Reachable;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.View;
import java.net.URI;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/** The middle of the window: one screen of many, beside the navigation that chooses it. */
final class ScreenDeck {

  private final BorderPane frame;
  private final ShellModel model;
  private final Screens known;
  private final ShownViews shown;
  private final OpenScreens screens;
  private @Nullable Workplace place;
  private @Nullable Cluster last;

  /** A cluster as one tells it from another: several have had the same address by turns. */
  private record Cluster(String name, URI url) {}

  /**
   * @param frame where it is: the screen in the centre, the navigation on the left
   */
  ScreenDeck(BorderPane frame, ShellModel model, Screens known, ShownViews shown) {
    this.frame = frame;
    this.model = model;
    this.known = known;
    this.shown = shown;
    screens = new OpenScreens(known);
  }

  /** Forgets the screens of the cluster there was. */
  void clear() {
    screens.clear();
    place = null;
  }

  /**
   * Shows the screens of a cluster, and the navigation between them: the one shown last, but for
   * the page of a node of another cluster.
   */
  void begin(Workplace place, Runnable disconnect) {
    this.place = place;
    var session = place.session();
    var cluster = new Cluster(session.name(), session.address().url());
    var same = cluster.equals(last);
    last = cluster;
    var left = new Navigation(model.screen(), model.navigation(), this::open, disconnect);
    frame.setLeft(left);
    left.show(known.all());
    if (same || !Screens.isNode(model.screen().get())) {
      open(model.screen().get());
    } else {
      home();
    }
  }

  /** Goes to a screen, by its id; without effect where no cluster is connected to. */
  void open(String id) {
    var here = place;
    if (here == null) {
      return;
    }
    var screen = known.of(id);
    var view = screens.open(screen, here);
    if (!shown.contains(view)) {
      shown.hideIf(screens::contains);
      show(view);
    }
    model.screen().set(screen.id());
  }

  /** Goes to a place in a screen, both by their ids. */
  void reach(String id, String place) {
    open(id);
    if (screens.of(id).orElse(null) instanceof Reachable view) {
      view.reach(place);
    }
  }

  /** Goes to the first screen. */
  void home() {
    open(known.all().getFirst().id());
  }

  /** The navigation offers what there is now; a screen that is gone is left. */
  void refresh() {
    if (frame.getLeft() instanceof Navigation left) {
      left.show(known.all());
      screens.removeIf(id -> !known.has(id) && !id.equals(model.screen().get()));
      open(model.screen().get());
    }
  }

  /** Puts something in the middle. */
  void show(View view) {
    Sight.live(view.node());
    frame.setCenter(view.node());
    shown.show(view);
  }
}
