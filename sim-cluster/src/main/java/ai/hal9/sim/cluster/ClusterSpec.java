package ai.hal9.sim.cluster;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.SimException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster to start.
 *
 * @param name letters, digits, {@code -} and {@code _}; default {@code default}
 * @param nodes engine nodes, 1 to 32; default 3
 * @param shards PostgreSQL servers that signals are spread over, 1 to 16; more where a cluster of
 *     this name has more already; default 1
 * @param standbys streaming standbys of each PostgreSQL, 0 to 8; default 1
 * @param regions where the nodes, and PostgreSQL's servers, are said to stand, in turn; at least
 *     one; default {@code local}
 * @param port of the balancer; 0, the default, takes a free one
 * @param fresh whether data of an earlier cluster of this name are dropped; default false
 * @param postgresBin a directory with installed PostgreSQL programs; null takes the bundled ones
 * @param redisServer an installed Redis or Valkey server; null takes the bundled one
 * @param preset where the settings start from; default {@link Preset#DEFAULT}
 * @param standbyRule whether a commit is on a standby too before it is acknowledged; default {@link
 *     StandbyRule#AVAILABLE}
 * @param failover whether a standby or replica takes the place of a primary that has died; default
 *     {@link Failover#STANDARD}
 * @param auth whom the nodes serve; default {@link Auth#OPTIONAL}
 * @param tls whether the balancer serves https, with the certificate in the cluster's directory;
 *     default false
 * @param settings values of tuning parameters, by key, over the preset's
 * @param nodeSettings what else a file says for the nodes, beneath preset and settings; default
 *     none
 */
public record ClusterSpec(
    String name,
    int nodes,
    int shards,
    int standbys,
    List<String> regions,
    int port,
    boolean fresh,
    @Nullable Path postgresBin,
    @Nullable Path redisServer,
    Preset preset,
    StandbyRule standbyRule,
    Failover failover,
    Auth auth,
    boolean tls,
    Map<String, String> settings,
    NodeSettings nodeSettings) {

  private static final int MAX_NODES = 32;
  private static final int MAX_SHARDS = 16;
  private static final int MAX_STANDBYS = 8;
  private static final int MAX_PORT = 65_535;

  /**
   * @throws SimException naming everything that is wrong
   */
  public ClusterSpec {
    settings = Map.copyOf(settings);
    regions = List.copyOf(regions);
    List<String> mistakes = new ArrayList<>();
    if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
      mistakes.add("--name: '%s' is not 1 to 40 letters, digits, - and _".formatted(name));
    }
    if (regions.isEmpty()) {
      mistakes.add("--region: there is none");
    }
    for (var region : regions) {
      if (!region.matches("[A-Za-z0-9_-]{1,40}")) {
        mistakes.add("--region: '%s' is not 1 to 40 letters, digits, - and _".formatted(region));
      }
    }
    check("--nodes", nodes, 1, MAX_NODES, mistakes);
    check("--shards", shards, 1, MAX_SHARDS, mistakes);
    check("--standbys", standbys, 0, MAX_STANDBYS, mistakes);
    check("--port", port, 0, MAX_PORT, mistakes);
    failover.mistake().ifPresent(mistakes::add);
    settings.forEach((key, value) -> SettingCheck.mistake(key, value).ifPresent(mistakes::add));
    if (!mistakes.isEmpty()) {
      throw new SimException(SimException.Code.CONFIGURATION, String.join("\n      ", mistakes));
    }
  }

  /** A cluster with the defaults. */
  public static ClusterSpec named(String name) {
    return new ClusterSpec(
        name,
        3,
        1,
        1,
        List.of("local"),
        0,
        false,
        null,
        null,
        Preset.DEFAULT,
        StandbyRule.AVAILABLE,
        Failover.STANDARD,
        Auth.OPTIONAL,
        false,
        Map.of(),
        NodeSettings.NONE);
  }

  public ClusterSpec withNodes(int nodes) {
    return changed(to -> to.nodes = nodes);
  }

  public ClusterSpec withShards(int shards) {
    return changed(to -> to.shards = shards);
  }

  public ClusterSpec withStandbys(int standbys) {
    return changed(to -> to.standbys = standbys);
  }

  public ClusterSpec withRegions(List<String> regions) {
    return changed(to -> to.regions = regions);
  }

  public ClusterSpec withPort(int port) {
    return changed(to -> to.port = port);
  }

  public ClusterSpec withFresh(boolean fresh) {
    return changed(to -> to.fresh = fresh);
  }

  public ClusterSpec withPreset(Preset preset) {
    return changed(to -> to.preset = preset);
  }

  public ClusterSpec withStandbyRule(StandbyRule standbyRule) {
    return changed(to -> to.standbyRule = standbyRule);
  }

  public ClusterSpec withAuth(Auth auth) {
    return changed(to -> to.auth = auth);
  }

  public ClusterSpec withTls(boolean tls) {
    return changed(to -> to.tls = tls);
  }

  public ClusterSpec withNodeSettings(NodeSettings nodeSettings) {
    return changed(to -> to.nodeSettings = nodeSettings);
  }

  /** Adds or replaces one tuning value. */
  public ClusterSpec with(String key, String value) {
    return changed(to -> to.settings.put(key, value));
  }

  private ClusterSpec changed(Consumer<Parts> change) {
    var parts = new Parts(this);
    change.accept(parts);
    return parts.spec();
  }

  /** What the nodes' file says of tuning, over it the preset's values, over them the settings. */
  public Map<String, String> effectiveSettings() {
    Map<String, String> all = new TreeMap<>(nodeSettings.tuning());
    all.putAll(preset.settings());
    all.putAll(settings);
    return Map.copyOf(all);
  }

  /** How long a node that is told to end lets requests in flight end first. */
  public Duration gracefulShutdown() {
    var parameter = TuningCatalogue.HTTP_GRACEFUL_SHUTDOWN;
    return DurationText.parse(
            effectiveSettings().getOrDefault(parameter.key(), parameter.defaultValue()))
        .orElseThrow();
  }

  /** Where the node or server of that place stands, the first being 0. */
  public String region(int place) {
    return regions.get(place % regions.size());
  }

  /** The most connections one node opens to PostgreSQL. */
  public int connectionsPerNode() {
    return Integer.parseInt(
        effectiveSettings()
            .getOrDefault(
                TuningCatalogue.DB_MAX_CONNECTIONS.key(),
                TuningCatalogue.DB_MAX_CONNECTIONS.defaultValue()));
  }

  private static void check(String option, int value, int min, int max, List<String> mistakes) {
    if (value < min || value > max) {
      mistakes.add("%s: %d is not %d to %d".formatted(option, value, min, max));
    }
  }

  /** What can be another in a copy. */
  private static final class Parts {

    private final ClusterSpec from;
    private final Map<String, String> settings;
    private List<String> regions;
    private int nodes;
    private int shards;
    private int standbys;
    private int port;
    private boolean fresh;
    private Preset preset;
    private StandbyRule standbyRule;
    private Auth auth;
    private boolean tls;
    private NodeSettings nodeSettings;

    Parts(ClusterSpec from) {
      this.from = from;
      settings = new TreeMap<>(from.settings);
      regions = from.regions;
      nodes = from.nodes;
      shards = from.shards;
      standbys = from.standbys;
      port = from.port;
      fresh = from.fresh;
      preset = from.preset;
      standbyRule = from.standbyRule;
      auth = from.auth;
      tls = from.tls;
      nodeSettings = from.nodeSettings;
    }

    ClusterSpec spec() {
      return new ClusterSpec(
          from.name,
          nodes,
          shards,
          standbys,
          regions,
          port,
          fresh,
          from.postgresBin,
          from.redisServer,
          preset,
          standbyRule,
          from.failover,
          auth,
          tls,
          settings,
          nodeSettings);
    }
  }
}
