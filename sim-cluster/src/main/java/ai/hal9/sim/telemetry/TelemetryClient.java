package ai.hal9.sim.telemetry;

import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.sim.SimException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to every node of a cluster at once and keeps what they say in a {@link TelemetryLog}.
 * Members are asked for again and again, so that nodes which join or come back are heard, and a
 * stream that breaks is opened anew; what was said meanwhile stays a gap.
 */
public final class TelemetryClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TelemetryClient.class);
  private static final Duration ROUND = Duration.ofMillis(500);

  private final HttpClient http;
  private final ClusterAddress address;
  private final TelemetryLog log;
  private final ClusterApi api;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("telemetry-rounds").factory());
  private final Map<String, NodeStream> streams = new ConcurrentHashMap<>();
  private volatile Map<String, URI> members = Map.of();
  private boolean complained;

  private TelemetryClient(HttpClient http, ClusterAddress address, TelemetryLog log) {
    this.http = http;
    this.address = address;
    this.log = log;
    this.api = new ClusterApi(http, address);
  }

  /** Begins to listen, and goes on until closed. */
  public static TelemetryClient listen(HttpClient http, ClusterAddress address, TelemetryLog log) {
    var client = new TelemetryClient(http, address, log);
    var _ =
        client.rounds.scheduleWithFixedDelay(
            client::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    return client;
  }

  /** Number of nodes that are being heard now. */
  public int listening() {
    return (int) streams.values().stream().filter(NodeStream::open).count();
  }

  /** Number of members the cluster last named. */
  public int members() {
    return members.size();
  }

  private void round() {
    try {
      find();
      members.forEach(
          (name, url) ->
              streams.compute(
                  name,
                  (same, stream) -> stream != null && stream.open() ? stream : open(same, url)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks where it was told to, then any node it already knows: the first may be the dead one. */
  private void find() throws InterruptedException {
    var places = new ArrayList<URI>();
    places.add(address.url());
    places.addAll(members.values());
    for (var place : places) {
      try {
        members = api.members(place);
        complained = false;
        return;
      } catch (SimException e) {
        if (!complained) {
          LOG.warn("No telemetry for now: {}. It is tried again.", e.getMessage());
          complained = true;
        }
      }
    }
  }

  private NodeStream open(String name, URI url) {
    var target = ClusterAddress.webSocket(url, "/api/v1/telemetry?sources=node");
    return NodeStream.open(
        address.authorized(http.newWebSocketBuilder()), target, text -> keep(name, text));
  }

  private void keep(String carrier, String text) {
    try {
      log.add(carrier, TelemetryCodec.frame(text));
    } catch (TelemetryException e) {
      LOG.warn("{} sent telemetry that cannot be read: {}", carrier, e.getMessage());
    }
  }

  /** Stops listening. */
  @Override
  public void close() {
    rounds.shutdownNow();
    streams.values().forEach(NodeStream::close);
  }
}
