package ai.hal9.sim.telemetry;

import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.sim.SimException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to every node of a cluster at once. Members are asked for again and again, so that nodes
 * which join or come back are heard, and a stream that breaks is opened anew; what was said
 * meanwhile stays a gap.
 */
public final class TelemetryClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TelemetryClient.class);
  private static final Duration ROUND = Duration.ofMillis(500);

  /** Members are asked for every so many rounds, and in each while somebody is not heard. */
  private static final int LOOKS = 4;

  private static final String STORES = "postgres,redis,balancer";

  private final HttpClient http;
  private final ClusterAddress address;
  private final TelemetryListener listener;
  private final boolean withStores;
  private final Consumer<TelemetryClient> afterRound;
  private final ClusterApi api;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("telemetry-rounds").factory());
  private final Map<String, Link> links = new ConcurrentSkipListMap<>();
  private volatile Map<String, URI> members = Map.of();
  private volatile String complaint = "";
  private @Nullable URI answering;
  private @Nullable Link stores;
  private String storesThrough = "";
  private long round;

  private TelemetryClient(
      HttpClient http,
      ClusterAddress address,
      TelemetryListener listener,
      boolean withStores,
      Consumer<TelemetryClient> afterRound) {
    this.http = http;
    this.address = address;
    this.listener = listener;
    this.withStores = withStores;
    this.afterRound = afterRound;
    this.api = new ClusterApi(http, address);
  }

  /** Begins to listen to the nodes, and goes on until closed. */
  public static TelemetryClient listen(
      HttpClient http, ClusterAddress address, TelemetryListener listener) {
    return new TelemetryClient(http, address, listener, false, looked -> {}).start();
  }

  /**
   * Begins to listen to the nodes and, through one of them at a time, to what PostgreSQL, Redis and
   * the balancer say of themselves; goes on until closed.
   *
   * @param afterRound called with the client whenever the connections have been looked after, twice
   *     a second
   */
  public static TelemetryClient listenToAll(
      HttpClient http,
      ClusterAddress address,
      TelemetryListener listener,
      Consumer<TelemetryClient> afterRound) {
    return new TelemetryClient(http, address, listener, true, afterRound).start();
  }

  private TelemetryClient start() {
    var _ = rounds.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Number of nodes that are being heard now. */
  public int listening() {
    return (int) links.values().stream().filter(Link::open).count();
  }

  /** Number of members the cluster last named. */
  public int members() {
    return members.size();
  }

  /** The connections to the members the cluster last named, by name. */
  public List<NodeLink> links() {
    return links.values().stream().map(Link::told).toList();
  }

  /** Why the cluster's members cannot be asked for, for a person; empty while they can. */
  public String complaint() {
    return complaint;
  }

  private void round() {
    try {
      if (round++ % LOOKS == 0 || !complaint.isEmpty() || listening() < members.size()) {
        find();
      }
      var named = members;
      named.forEach(
          (name, url) -> links.computeIfAbsent(name, first -> link(first, url, "node")).round(url));
      links
          .entrySet()
          .removeIf(link -> !named.containsKey(link.getKey()) && !link.getValue().open());
      if (withStores) {
        followStores(named);
      }
      afterRound.accept(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Looking after the telemetry connections failed; please report this", e);
    }
  }

  private Link link(String name, URI url, String sources) {
    return new Link(
        name,
        url,
        (at, messages) ->
            NodeStream.open(
                address.authorized(http.newWebSocketBuilder()),
                ClusterAddress.webSocket(at, "/api/v1/telemetry?sources=" + sources),
                messages),
        text -> keep(name, text));
  }

  /** Every node asks the stores for whoever listens: so one is listened to, another if it fails. */
  private void followStores(Map<String, URI> named) {
    var current = stores;
    var carrier = named.get(storesThrough);
    if (current != null && (carrier == null || !current.open())) {
      current.close();
      current = null;
      stores = null;
    }
    if (current == null) {
      for (var link : links.entrySet()) {
        var at = named.get(link.getKey());
        if (at != null && link.getValue().told().state() == NodeLink.State.OPEN) {
          storesThrough = link.getKey();
          carrier = at;
          current = link(storesThrough, at, STORES);
          stores = current;
          break;
        }
      }
    }
    if (current != null && carrier != null) {
      current.round(carrier);
    }
  }

  /** Asks who answered last, where it was told to, then any node it knows: some may be dead. */
  private void find() throws InterruptedException {
    var places = new LinkedHashSet<URI>();
    if (answering != null) {
      places.add(answering);
    }
    places.add(address.url());
    places.addAll(members.values());
    var first = "";
    for (var place : places) {
      try {
        members = api.members(place);
        answering = place;
        complaint = "";
        return;
      } catch (SimException e) {
        first = first.isEmpty() ? String.valueOf(e.getMessage()) : first;
      }
    }
    answering = null;
    if (complaint.isEmpty()) {
      LOG.warn("No telemetry for now: {}. It is tried again.", first);
    }
    complaint = first;
  }

  private void keep(String carrier, String text) {
    try {
      listener.heard(carrier, TelemetryCodec.frame(text));
    } catch (TelemetryException e) {
      LOG.warn("{} sent telemetry that cannot be read: {}", carrier, e.getMessage());
      listener.unreadable(carrier, e);
    }
  }

  /** Stops listening. */
  @Override
  public void close() {
    rounds.shutdownNow();
    links.values().forEach(Link::close);
    var current = stores;
    if (current != null) {
      current.close();
    }
  }
}
