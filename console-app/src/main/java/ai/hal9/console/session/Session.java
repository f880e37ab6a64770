package ai.hal9.console.session;

import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.source.Subscription;
import ai.hal9.console.source.TelemetryFeed;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.trust.HomeTrust;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster the console is connected to, and everything heard from it. */
public final class Session implements AutoCloseable {

  private static final Duration INSTANT = Duration.ofMillis(1);

  private final String name;
  private final ClusterAddress address;
  private final Site site;
  private final boolean production;
  private final @Nullable RunningCluster owned;
  private final Clock clock;
  private final HttpClient http;
  private final HistoryStore history;
  private final TelemetryFeed feed;

  private Session(
      String name,
      ClusterAddress address,
      Site site,
      boolean production,
      @Nullable RunningCluster owned,
      HistoryStore history,
      Clock clock) {
    this.name = name;
    this.address = address;
    this.site = site;
    this.production = production;
    this.owned = owned;
    this.clock = clock;
    http = HomeTrust.client();
    this.history = history;
    feed = TelemetryFeed.live(http, address, history, clock);
  }

  /** Connects to a cluster somebody else looks after. */
  public static Session attached(String name, ClusterAddress address, Site site, Clock clock) {
    return attached(name, address, site, false, clock);
  }

  /**
   * The same.
   *
   * @param production whether the user calls it a production cluster
   */
  public static Session attached(
      String name, ClusterAddress address, Site site, boolean production, Clock clock) {
    return new Session(name, address, site, production, null, HistoryStore.empty(clock), clock);
  }

  /** Connects to a cluster somebody else looks after, going on with what has been heard of it. */
  public static Session attached(
      String name, ClusterAddress address, Site site, HistoryStore history, Clock clock) {
    return new Session(name, address, site, false, null, history, clock);
  }

  /** Connects to a cluster that this console has started. */
  public static Session started(RunningCluster cluster, ClusterAddress address, Clock clock) {
    var name = cluster.state().name();
    return new Session(
        name, address, new Site.Own(name), false, cluster, HistoryStore.empty(clock), clock);
  }

  /** What the user knows it by. */
  public String name() {
    return name;
  }

  public ClusterAddress address() {
    return address;
  }

  /** Where it runs, as was found out when it was connected to. */
  public Site site() {
    return site;
  }

  /** Whether it runs on this machine, and may be changed therefore. */
  public boolean local() {
    return readOnly().isEmpty();
  }

  /** Why it may not be changed, in a sentence; empty where it may. */
  public String readOnly() {
    return switch (site) {
      case Site.Own _, Site.Here _ -> "";
      case Site.Elsewhere(var why) -> why;
    };
  }

  /** Whether the user calls it a production cluster. */
  public boolean production() {
    return production;
  }

  /** The cluster, where this console has started it and answers for its end. */
  public Optional<RunningCluster> owned() {
    return Optional.ofNullable(owned);
  }

  /** Carries questions to the cluster as long as the session is open. */
  public HttpClient http() {
    return http;
  }

  public HistoryStore history() {
    return history;
  }

  public TelemetryFeed feed() {
    return feed;
  }

  /**
   * Calls something whenever all sources have been heard further than before: what only some have
   * told is not shown before the others have, so that there is nothing to compute. Now and then it
   * does so while nothing is heard, too, which shows as well. On a thread of the feed's, like
   * {@link TelemetryFeed#onNews}.
   */
  public Subscription onAdvance(Runnable advanced) {
    return feed.onNews(new Advance(clock, () -> history.latest(INSTANT).end(), advanced));
  }

  /** Stops listening. The cluster is left as it is. */
  @Override
  public void close() {
    feed.close();
    http.shutdownNow();
  }
}
