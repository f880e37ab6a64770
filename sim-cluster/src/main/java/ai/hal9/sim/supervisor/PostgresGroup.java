package ai.hal9.sim.supervisor;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL: a primary and its standbys, whichever of its servers that is now. When the
 * primary has died and its {@link Heirs} are sure to have all that it acknowledged, the most
 * advanced of them takes its place: the old one is fenced first, then the change is written down,
 * then the new one is promoted. What is left of the old one follows the new one.
 */
final class PostgresGroup implements StoreGroup {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresGroup.class);

  private final List<PostgresConfig> configs;
  private final PostgresBinaries binaries;
  private final Spawner spawner;
  private final Primacy primacy;
  private final Announcer announcer;
  private final List<Member> members;
  private final Map<String, PostgresServer> servers = new ConcurrentHashMap<>();

  /** Held while it is decided who is the primary, and while that one starts. */
  private final ReentrantLock deciding = new ReentrantLock();

  private volatile Heirs heirs = Heirs.NONE;
  private boolean begun;

  /** Who may take the primary's place. */
  interface Heirs {

    Heirs NONE = Set::of;

    /**
     * The standbys of which at least one has all that was acknowledged, so that the most advanced
     * of all of them has it; none where that is not sure.
     */
    Set<String> names();

    /** The standbys one of which must sync each commit of a primary that is promoted now. */
    default List<String> quorum(List<String> others) {
      return List.of();
    }
  }

  /**
   * @param configs of the servers, with the same settings, so that each can be the primary
   * @param member makes the process of that name
   */
  PostgresGroup(
      List<PostgresConfig> configs,
      Primacy primacy,
      PostgresBinaries binaries,
      Spawner spawner,
      BiFunction<String, Member.Starter, Member> member,
      Announcer announcer) {
    this.configs = List.copyOf(configs);
    this.primacy = primacy;
    this.binaries = binaries;
    this.spawner = spawner;
    this.announcer = announcer;
    this.members =
        this.configs.stream()
            .map(config -> member.apply(config.name(), () -> start(config)))
            .toList();
  }

  @Override
  public String name() {
    return primacy.store();
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public boolean leads(Member member) {
    return primacy.heldBy(member.name());
  }

  @Override
  public String role(Member member) {
    return leads(member) ? "primary" : "standby";
  }

  @Override
  public int port(Member member) {
    return configs.get(members.indexOf(member)).port();
  }

  /** The running primary, or the one that was last. */
  PostgresServer server() {
    return Objects.requireNonNull(servers.get(primacy.holder()), "PostgreSQL is started first");
  }

  /** The names of all servers but the primary. */
  List<String> followerNames() {
    return followers().stream().map(Member::name).toList();
  }

  /** Where the database is, whichever server is the primary. */
  String jdbcUrl() {
    var hosts =
        configs.stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(","));
    return "jdbc:postgresql://%s/%s?targetServerType=primary&hostRecheckSeconds=0"
        .formatted(hosts, PostgresServer.DATABASE);
  }

  /** Where each of its servers is, for reads; none where there is but one. */
  List<String> readUrls() {
    return configs.size() == 1
        ? List.of()
        : configs.stream()
            .map(
                each ->
                    "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(each.port(), PostgresServer.DATABASE))
            .toList();
  }

  /** Holds the password, the same for all servers. */
  Path passwordFile() {
    return PostgresServer.passwordFile(configs.getFirst());
  }

  /** From now on the primary's place is taken when it dies. */
  void succeedBy(Heirs heirs) {
    this.heirs = heirs;
  }

  /** The standbys whose most advanced may take the primary's place now. */
  Set<String> heirs() {
    return heirs.names();
  }

  private ChildProcess start(PostgresConfig config) {
    if (!primacy.heldBy(config.name())) {
      return started(config, PostgresServer.startStandby(config, server(), binaries, spawner));
    }
    deciding.lock();
    try {
      return primacy.heldBy(config.name()) ? lead(config) : start(config);
    } finally {
      deciding.unlock();
    }
  }

  private ChildProcess lead(PostgresConfig config) {
    var server =
        PostgresServer.holdsStandby(config)
            // chosen, and not promoted yet when it or the supervisor ended
            ? PostgresServer.startPromoted(config, binaries, spawner)
            : PostgresServer.startPrimary(config, binaries, spawner);
    if (!begun) {
      // What an earlier run set would hold up the start until a standby streams.
      server.commitOn(List.of());
      begun = true;
    }
    return started(config, server);
  }

  private ChildProcess started(PostgresConfig config, PostgresServer server) {
    servers.put(config.name(), server);
    var _ =
        server
            .process()
            .onExit()
            .thenRun(() -> Thread.ofVirtual().name("failover").start(() -> ended(server)));
    return server.process();
  }

  private void ended(PostgresServer dead) {
    deciding.lock();
    try {
      if (dead == servers.get(primacy.holder())) {
        succeed(dead);
      }
    } catch (StoreException | IOException e) {
      LOG.error("no standby took the primary's place", e);
      announcer.notice(
          "%s stays PostgreSQL's primary: %s".formatted(dead.config().name(), e.getMessage()));
    } finally {
      deciding.unlock();
    }
  }

  private void succeed(PostgresServer dead) throws IOException {
    var begin = System.nanoTime();
    var heir = mostAdvanced(heirs());
    if (heir.isEmpty()) {
      return;
    }
    var chosen = heir.get();
    var name = chosen.config().name();
    dead.fence();
    primacy.pass(name);
    try {
      chosen.commitOn(heirs.quorum(followerNames()));
      chosen.promote();
    } catch (StoreException e) {
      // It was chosen, so no other may serve: it is started again, as the primary.
      LOG.error("{} is started again to be the primary", name, e);
      chosen.process().kill();
    }
    announcer.notice(
        "%s is fenced and %s is PostgreSQL's primary now (%d ms)"
            .formatted(
                dead.config().name(),
                name,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
    announcer.changed();
    servers.forEach(
        (other, server) -> {
          if (server != chosen && server != dead) {
            // it is started again, to follow the new one
            Thread.ofVirtual().name("stop-" + other).start(server::stop);
          }
        });
  }

  /** Empty where one of them does not answer: it may be the one that has it all. */
  private Optional<PostgresServer> mostAdvanced(Set<String> names) {
    var received = new HashMap<PostgresServer, Long>();
    for (var name : names) {
      var server = servers.get(name);
      if (server == null || !server.process().alive()) {
        return Optional.empty();
      }
      received.put(server, server.received());
    }
    return received.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }
}
