package ai.hal9.sim.fault;

import ai.hal9.sim.fault.Entry.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signals at a steady rate, whatever becomes of them, each sent once and with a content of its own,
 * in turn in the name of 200 users. An answer counts from when the signal was due, so that waiting
 * is not left out.
 */
final class SignalFeed implements Load, AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_UNDER_WAY = 4_000;
  private static final long SECOND = 1_000_000_000;
  private static final int OK = 200;
  private static final int USERS = 200;
  private static final String NODE_PROBLEM = "urn:hal9:problem:";

  private final Semaphore places = new Semaphore(MOST_UNDER_WAY);
  private final ExecutorService answers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final URI signals;
  private final String prefix;
  private final int rate;
  private final Ledger ledger;
  private final Thread sender =
      Thread.ofPlatform().daemon().name("signal-feed").unstarted(this::send);
  private final long anchor = System.nanoTime();

  /** When those were due whose answers are waited for. */
  private final ConcurrentSkipListSet<Long> underWay = new ConcurrentSkipListSet<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sent = lock.newCondition();
  private volatile long nextDue;
  private volatile boolean stopped;

  private SignalFeed(URI target, String prefix, int rate, Ledger ledger) {
    this.signals = target.resolve("/api/v1/signal");
    this.prefix = prefix;
    this.rate = rate;
    this.ledger = ledger;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .executor(answers)
            .build();
  }

  /**
   * Starts sending.
   *
   * @param prefix of every content
   * @param rate signals per second
   */
  static SignalFeed start(URI target, String prefix, int rate, Ledger ledger) {
    var feed = new SignalFeed(target, prefix, rate, ledger);
    feed.sender.start();
    return feed;
  }

  @Override
  public long now() {
    return System.nanoTime() - anchor;
  }

  @Override
  public void pass(Duration time) throws InterruptedException {
    var until = now() + time.toNanos();
    lock.lockInterruptibly();
    try {
      while (nextDue < until) {
        sent.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Until when it is known of every signal that was due what became of it, in nanoseconds after the
   * load's start.
   */
  long known() {
    // read first: whoever gets under way after this was not due before it
    var next = Math.min(now(), nextDue);
    var oldest = underWay.ceiling(0L);
    return oldest == null ? next : Math.min(next, oldest);
  }

  /** Stops sending and waits until every signal has its outcome. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(sender);
    var interrupted = false;
    while (true) {
      try {
        sender.join();
        // a request's own timeout is the longest wait
        places.acquire(MOST_UNDER_WAY);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        http.shutdownNow();
      }
    }
    http.close();
    answers.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    for (var n = 0L; ; n++) {
      var due = n * SECOND / rate;
      comes(due);
      for (var wait = due - now(); wait > 0; wait = due - now()) {
        LockSupport.parkNanos(wait);
        if (stopped) {
          return;
        }
      }
      if (stopped) {
        return;
      }
      send(prefix + n, "user-" + n % USERS, due);
    }
  }

  private void comes(long due) {
    lock.lock();
    try {
      nextDue = due;
      sent.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void send(String content, String user, long due) {
    if (!places.tryAcquire()) {
      ledger.add(new Entry(content, due, now(), new Answer.Refused("not sent")));
      return;
    }
    underWay.add(due);
    var _ =
        http.sendAsync(request(content, user), BodyHandlers.ofString())
            .handle(SignalFeed::answer)
            .thenAccept(answer -> ledger.add(new Entry(content, due, now(), answer)))
            .whenComplete(
                (_, _) -> {
                  underWay.remove(due);
                  places.release();
                });
  }

  private HttpRequest request(String content, String user) {
    var body = JSON.writeValueAsString(Map.of("content", content, "layer", "L2", "user_id", user));
    return HttpRequest.newBuilder(signals)
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static Answer answer(
      @Nullable HttpResponse<String> response, @Nullable Throwable broken) {
    if (response == null) {
      return new Answer.Refused(kind(broken));
    }
    try {
      var body = JSON.readTree(response.body());
      if (response.statusCode() != OK) {
        return new Answer.Refused(
            response.statusCode() + " " + problem(body.path("type").asString("")));
      }
      var id = body.path("data").path("signal_id").asString("");
      return id.isEmpty() ? new Answer.Refused("200 without id") : new Answer.Acknowledged(id);
    } catch (JacksonException e) {
      return new Answer.Refused(response.statusCode() + " without JSON");
    }
  }

  /** A node's problems by name; of the balancer's own, only that they are. */
  private static String problem(String type) {
    return type.startsWith(NODE_PROBLEM) ? type.substring(NODE_PROBLEM.length()) : "balancer";
  }

  private static String kind(@Nullable Throwable broken) {
    return switch (broken instanceof CompletionException ? broken.getCause() : broken) {
      case HttpTimeoutException _ -> "timeout";
      case ConnectException _ -> "no connection";
      case IOException _ -> "connection broken";
      case null, default -> "client: " + broken;
    };
  }
}
