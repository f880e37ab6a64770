package ai.hal9.sim.acceptance;

import ai.hal9.sim.fault.Entry;
import ai.hal9.sim.fault.Entry.Answer;
import ai.hal9.sim.fault.Ledger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/** Clients that post signals one after another and remember what was acknowledged. */
final class SignalClients implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ledger ledger = new Ledger();
  private final AtomicLong posted = new AtomicLong();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final URI signals;
  private final String name;
  private final long distinct;
  private volatile boolean stopped;

  /** Starts so many clients; the name tells their contents from those of others. */
  static SignalClients posting(URI target, String name, int clients) {
    return posting(target, name, clients, Long.MAX_VALUE);
  }

  /** Starts clients that post so many distinct contents over and over. */
  static SignalClients posting(URI target, String name, int clients, long distinct) {
    var started = new SignalClients(target, name, distinct);
    LongStream.range(0, clients).forEach(n -> started.clients.execute(started::post));
    return started;
  }

  private SignalClients(URI target, String name, long distinct) {
    this.signals = target.resolve("/api/v1/signal");
    this.name = name;
    this.distinct = distinct;
  }

  /** Signals answered with 200 so far. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Signals not answered, or answered with anything but 200. */
  long refused() {
    return refused.get();
  }

  /** Every signal sent, with what became of it. */
  Ledger ledger() {
    return ledger;
  }

  /** The prefix of every content posted. */
  String prefix() {
    return name + "-";
  }

  /** Stops posting; answers under way are waited for. */
  @Override
  public void close() {
    stopped = true;
    clients.shutdown();
    try {
      if (!clients.awaitTermination(30, TimeUnit.SECONDS)) {
        clients.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }

  private void post() {
    while (!stopped) {
      var content = prefix() + posted.incrementAndGet() % distinct;
      try {
        var response = http.send(request(content), BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          var id = JSON.readTree(response.body()).path("data").path("signal_id").asString();
          keep(content, new Answer.Acknowledged(id));
          acknowledged.incrementAndGet();
        } else {
          keep(content, new Answer.Refused(Integer.toString(response.statusCode())));
          refused.incrementAndGet();
        }
      } catch (IOException e) {
        keep(content, new Answer.Refused("connection"));
        refused.incrementAndGet();
      } catch (InterruptedException e) {
        keep(content, new Answer.Refused("interrupted"));
        return;
      }
    }
  }

  /** When is of no interest here. */
  private void keep(String content, Answer answer) {
    ledger.add(new Entry(content, 0, 0, answer));
  }

  private HttpRequest request(String content) {
    var body = JSON.writeValueAsString(Map.of("content", content, "layer", "L2"));
    return HttpRequest.newBuilder(signals)
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
