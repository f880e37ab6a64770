package ai.hal9.console.ui;

import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;

/** Whether a part of a page is in sight: what is scrolled away need not be drawn. */
public final class Sight {

  private Sight() {}

  /**
   * Whether any of it is within the page that scrolls it; true where nothing does, and false until
   * the page is laid out.
   */
  public static boolean of(Node node) {
    var page = page(node);
    if (page == null || page.getContent() == null) {
      return true;
    }
    var viewport = page.lookup(".viewport");
    return viewport != null
        && viewport
            .localToScene(viewport.getLayoutBounds())
            .intersects(node.localToScene(node.getLayoutBounds()));
  }

  /** Runs something whenever the page may have moved, until the bag is emptied. */
  public static void whenMoved(Node node, Bag held, Runnable then) {
    var page = page(node);
    if (page != null) {
      // the page is laid out after this was told
      held.observe(
          () -> UiThread.later(then),
          page.vvalueProperty(),
          page.viewportBoundsProperty(),
          page.getContent().layoutBoundsProperty());
    } else {
      whenHeld(top(node), held, () -> whenMoved(node, held, then));
    }
  }

  /** A page that was never on screen does not hold its content yet. */
  private static void whenHeld(Node top, Bag held, Runnable then) {
    var found =
        new ChangeListener<@Nullable Parent>() {
          @Override
          public void changed(
              ObservableValue<? extends @Nullable Parent> parent,
              @Nullable Parent before,
              @Nullable Parent now) {
            parent.removeListener(this);
            then.run();
          }
        };
    top.parentProperty().addListener(found);
    held.add(() -> top.parentProperty().removeListener(found));
  }

  private static Node top(Node node) {
    var top = node;
    for (var parent = top.getParent(); parent != null; parent = parent.getParent()) {
      top = parent;
    }
    return top;
  }

  /**
   * Has a page that scrolls drawn as it is. JavaFX draws it to a picture first, all of it for each
   * number that changes: quick to scroll, and far too slow for what is live.
   */
  public static void live(Node node) {
    if (node instanceof ScrollPane page) {
      page.skinProperty()
          .subscribe(
              skin -> {
                var viewport = skin == null ? null : page.lookup(".viewport");
                if (viewport != null) {
                  viewport.setCache(false);
                }
              });
    }
  }

  private static @Nullable ScrollPane page(Node node) {
    for (var at = node.getParent(); at != null; at = at.getParent()) {
      if (at instanceof ScrollPane page) {
        return page;
      }
    }
    return null;
  }
}
