package ai.hal9.console.ui;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A background where every task fails while it is broken; else on the caller's thread. */
public final class Breaking implements Background {

  /** What a broken one says. */
  public static final String WHY = "no memory left";

  public boolean broken;

  @Override
  public <T> Runnable run(
      Callable<T> task, Consumer<? super T> done, Consumer<? super Exception> failed) {
    if (!broken) {
      return Background.sameThread().run(task, done, failed);
    }
    failed.accept(new IllegalStateException(WHY));
    return () -> {};
  }
}
