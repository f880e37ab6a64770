package ai.hal9.engine.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioIoThread;

/**
 * What one IO thread keeps for itself: a buffer to read requests into, and a queue of answers that
 * other threads worked out. Many answers that arrive together, as a batch's do, wake the thread
 * once.
 */
final class IoLane implements Runnable {

  private static final int READ_BYTES = 16 * 1_024;
  private static final ThreadLocal<IoLane> CURRENT = new ThreadLocal<>();

  private final XnioIoThread thread;
  private final byte[] readBytes = new byte[READ_BYTES];
  private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();

  private IoLane(XnioIoThread thread) {
    this.thread = thread;
  }

  /** The lane of the current thread, which must be this IO thread. */
  static IoLane of(XnioIoThread thread) {
    var lane = CURRENT.get();
    if (lane == null) {
      lane = new IoLane(thread);
      CURRENT.set(lane);
    }
    return lane;
  }

  /** Room to read into, good until the current event is done; this thread's alone. */
  byte[] readBytes() {
    return readBytes;
  }

  /** Runs the task on this IO thread soon; forgotten when the server has stopped. */
  void execute(Runnable task) {
    answers.add(task);
    if (awake.compareAndSet(false, true)) {
      try {
        thread.execute(this);
      } catch (RejectedExecutionException stopped) {
        answers.clear();
      }
    }
  }

  @Override
  public void run() {
    awake.set(false);
    for (var task = answers.poll(); task != null; task = answers.poll()) {
      task.run();
    }
  }
}
