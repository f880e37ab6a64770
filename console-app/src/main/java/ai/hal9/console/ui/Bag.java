package ai.hal9.console.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;

/** What a view holds while it is shown, and lets go of when it is hidden. For the UI thread. */
public final class Bag {

  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Remembers how to let go of something. */
  public void add(Runnable release) {
    releases.push(release);
  }

  /** Runs something now, and again whenever one of these changes, until the bag is emptied. */
  public void observe(Runnable onChange, ObservableValue<?>... values) {
    InvalidationListener listener = _ -> onChange.run();
    for (var value : values) {
      // reading makes a lazy value tell of its next change
      value.addListener(listener);
      value.getValue();
      add(() -> value.removeListener(listener));
    }
    onChange.run();
  }

  /** Lets go of everything, the latest first. */
  void empty() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
