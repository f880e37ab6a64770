package ai.hal9.engine.cluster;

import static java.util.stream.Collectors.groupingBy;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a small request to another region takes. About every five seconds one node of each other
 * region, chosen at random, is asked whether it lives, until an answer comes over a connection that
 * one before it came over: that one is measured. A region where none of three nodes answers has no
 * value until one does. In a cluster of one region nobody is asked.
 */
public final class RegionLatency implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegionLatency.class);

  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final double JITTER = 0.2;

  /** With {@link #TIMEOUT} less than the shortest period: no round meets the one before. */
  private static final int CANDIDATES = 3;

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** After as many answers, each over another connection, a node is taken to keep none open. */
  private static final int CONNECTIONS = 4;

  private final Membership membership;
  private final Meters meters;
  private final ScheduledExecutorService scheduler;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final Map<String, RoundTrips> regions = new ConcurrentHashMap<>();
  private @Nullable HttpClient client;
  private boolean closed;

  private RegionLatency(
      Membership membership,
      Meters meters,
      ScheduledExecutorService scheduler,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.membership = membership;
    this.meters = meters;
    this.scheduler = scheduler;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /**
   * Begins to measure, and returns at once.
   *
   * @param membership who is there, and where
   * @param meters told the latency to each region by {@link MetricCatalogue#CROSS_REGION_LATENCY}
   * @param scheduler begins the rounds; never blocked, and not closed with this
   * @param random the jitter between rounds, and whom to ask
   * @param nanoTime a monotonic clock, in ns
   */
  public static RegionLatency measure(
      Membership membership,
      Meters meters,
      ScheduledExecutorService scheduler,
      RandomGenerator random,
      LongSupplier nanoTime) {
    var latency = new RegionLatency(membership, meters, scheduler, random, nanoTime);
    latency.schedule(random.nextDouble());
    return latency;
  }

  private void schedule(double periods) {
    try {
      var _ =
          scheduler.schedule(
              this::round, (long) (periods * PERIOD.toMillis()), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The node ends: the other regions are asked no more", e);
    }
  }

  private synchronized void round() {
    if (closed) {
      return;
    }
    try {
      var own = membership.self().region();
      var others =
          membership.members().stream()
              .filter(member -> !member.region().equals(own))
              .collect(groupingBy(ClusterMember::region));
      forgetAllBut(others.keySet());
      others.forEach((region, nodes) -> ask(own, region, nodes));
    } catch (RuntimeException e) {
      LOG.error("The other regions could not be asked; please report this", e);
    } finally {
      schedule(1 + JITTER * (2 * random.nextDouble() - 1));
    }
  }

  private void forgetAllBut(Set<String> present) {
    regions.forEach(
        (region, trips) -> {
          if (!present.contains(region)) {
            trips.forget();
          }
        });
  }

  private void ask(String own, String region, List<ClusterMember> nodes) {
    var trips =
        regions.computeIfAbsent(
            region,
            name -> {
              var fresh = new RoundTrips();
              meters.gauge(MetricCatalogue.CROSS_REGION_LATENCY, fresh::median, own, name);
              return fresh;
            });
    var order = new ArrayList<>(nodes);
    Collections.shuffle(order, random);
    var asked = order.stream().limit(CANDIDATES).map(ClusterMember::url).toList();
    var _ =
        firstAnswer(client(), asked.iterator())
            .whenComplete(
                (nanos, failure) -> {
                  if (failure == null) {
                    trips.add(nanos);
                  } else {
                    trips.forget();
                    LOG.debug("No node of {} answers", region, failure);
                  }
                });
  }

  private CompletableFuture<Long> firstAnswer(HttpClient client, Iterator<URI> nodes) {
    var trip = roundTrip(client, nodes.next());
    return trip.exceptionallyCompose(
        failure ->
            nodes.hasNext() ? firstAnswer(client, nodes) : CompletableFuture.failedFuture(failure));
  }

  /** In ns; fails unless the node answers over a connection already open, and in time. */
  private CompletableFuture<Long> roundTrip(HttpClient client, URI node) {
    var request = HttpRequest.newBuilder(node.resolve("/health/live")).timeout(TIMEOUT).build();
    return overUsed(client, request, new HashSet<>())
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Asks until an answer comes over a connection of an answer before. Which of several open
   * connections is taken is the client's choice, so that the second answer need not be the one.
   */
  private CompletableFuture<Long> overUsed(
      HttpClient client, HttpRequest request, Set<Optional<String>> used) {
    var sent = nanoTime.getAsLong();
    return alive(client, request)
        .thenCompose(
            response -> {
              var nanos = nanoTime.getAsLong() - sent;
              if (!used.add(response.connectionLabel())) {
                return CompletableFuture.completedFuture(nanos);
              }
              return used.size() < CONNECTIONS
                  ? overUsed(client, request, used)
                  : CompletableFuture.failedFuture(
                      new IOException(request.uri() + " keeps no connection open"));
            });
  }

  private static CompletableFuture<HttpResponse<Void>> alive(
      HttpClient client, HttpRequest request) {
    return client
        .sendAsync(request, BodyHandlers.discarding())
        .thenCompose(
            response ->
                response.statusCode() == HttpURLConnection.HTTP_OK
                    ? CompletableFuture.completedFuture(response)
                    : CompletableFuture.failedFuture(
                        new IOException(request.uri() + " answers " + response.statusCode())));
  }

  /** Made when another region is seen first: it has threads. */
  private HttpClient client() {
    var present = client;
    if (present == null) {
      present = Peer.client();
      client = present;
    }
    return present;
  }

  /** Asks nobody any more; waits for nobody either. */
  @Override
  public synchronized void close() {
    closed = true;
    regions.values().forEach(RoundTrips::forget);
    if (client != null) {
      client.shutdownNow();
    }
  }
}
