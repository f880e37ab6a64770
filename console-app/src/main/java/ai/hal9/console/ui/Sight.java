package ai.hal9.console.ui;

import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;

/** Whether a part of a page is in sight: what is scrolled away need not be drawn. */
public final class Sight {

  private Sight() {}

  /**
   * Whether any of it is within the page that scrolls it, or in a window where nothing does; false
   * until it is laid out.
   */
  public static boolean of(Node node) {
    var page = page(node);
    if (page == null) {
      // a page that was never on screen does not hold its content yet
      return node.getScene() != null;
    }
    var viewport = page.lookup(".viewport");
    return viewport != null
        && hasRoom(viewport)
        && hasRoom(node)
        && viewport
            .localToScene(viewport.getLayoutBounds())
            .intersects(node.localToScene(node.getLayoutBounds()));
  }

  private static boolean hasRoom(Node node) {
    return node.getLayoutBounds().getWidth() > 0 && node.getLayoutBounds().getHeight() > 0;
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
      var top = top(node);
      held.add(once(top.parentProperty(), () -> whenMoved(node, held, then)));
      // what becomes the root of a scene has no parent
      held.add(once(top.sceneProperty(), () -> UiThread.later(then)));
    }
  }

  private static <T extends @Nullable Object> Runnable once(
      ObservableValue<T> value, Runnable then) {
    var found =
        new ChangeListener<T>() {
          @Override
          public void changed(ObservableValue<? extends T> changed, T before, T now) {
            changed.removeListener(this);
            then.run();
          }
        };
    value.addListener(found);
    return () -> value.removeListener(found);
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
