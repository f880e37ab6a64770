package ai.hal9.engine.neuron;

import ai.hal9.engine.trace.Traced;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether anybody still waits for a reply, and who asked first. It ends once, when the last one has
 * gone.
 */
public final class Patience {

  private final List<Runnable> atEnd = new ArrayList<>(1);
  private final Traced asker;
  private boolean over;

  /** Of somebody who came without a trace. */
  public Patience() {
    this(Traced.alone());
  }

  /** Of whoever asks. */
  public Patience(Traced asker) {
    this.asker = asker;
  }

  /** On whose behalf the reply is asked for. */
  public Traced asker() {
    return asker;
  }

  /** Work that ends early when nobody waits for it any more. */
  public interface Work extends AutoCloseable {
    /** The work is done: it needs no ending. */
    @Override
    void close();
  }

  /** Ends it: gives up everything under way. May be called again. */
  public void end() {
    List<Runnable> underway;
    synchronized (this) {
      over = true;
      underway = List.copyOf(atEnd);
      atEnd.clear();
    }
    underway.forEach(Runnable::run);
  }

  /** Whether it has ended. */
  public synchronized boolean over() {
    return over;
  }

  /**
   * Begins work that can be given up.
   *
   * @param giveUp called once, on any thread, when the patience ends before the work; at once where
   *     it has ended already. Must not block
   */
  public Work during(Runnable giveUp) {
    boolean late;
    synchronized (this) {
      late = over;
      if (!late) {
        atEnd.add(giveUp);
      }
    }
    if (late) {
      giveUp.run();
    }
    return () -> {
      synchronized (this) {
        atEnd.remove(giveUp);
      }
    };
  }
}
