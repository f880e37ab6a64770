package ai.hal9.sim.driver;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes news on a thread of its own. An owner that is stopped leaves its pipe unread: intervals
 * that find no room are dropped, since the run must not wait for it; the report has them.
 */
final class NewsWriter {

  private static final int WAITING = 1_000;

  private final PrintStream out;
  private final BlockingQueue<LoadNews> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer = Thread.ofPlatform().daemon().name("owner-news").start(this::write);

  NewsWriter(PrintStream out) {
    this.out = out;
  }

  /** Tells something that may be lost. */
  void passing(LoadNews progress) {
    // a full queue means that nobody reads
    var _ = waiting.offer(progress);
  }

  /** Tells the end, after all else, and returns when it has been told. */
  void last(LoadNews end) {
    try {
      waiting.put(end);
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      LoadNews news;
      do {
        news = waiting.take();
        out.println(LoadLines.written(news));
        out.flush();
      } while (news instanceof LoadNews.Progress || news instanceof LoadNews.Warned);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
