package ai.hal9.sim.supervisor;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One PostgreSQL: a primary and its standbys. The heir of a primary is the most advanced of those
 * its {@link Heirs} name.
 */
final class PostgresGroup extends LedStore<PostgresConfig, PostgresServer> {

  private final PostgresBinaries binaries;

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
   */
  PostgresGroup(
      List<PostgresConfig> configs,
      Primacy primacy,
      PostgresBinaries binaries,
      Processes processes) {
    super(configs, primacy, processes);
    this.binaries = binaries;
  }

  @Override
  public String role(Member member) {
    return leads(member) ? "primary" : "standby";
  }

  /** The names of all servers but the primary. */
  List<String> followerNames() {
    return followers().stream().map(Member::name).toList();
  }

  /** Where the database is, whichever server is the primary. */
  String jdbcUrl() {
    var hosts =
        configs().stream().map(each -> "127.0.0.1:" + each.port()).collect(Collectors.joining(","));
    return "jdbc:postgresql://%s/%s?targetServerType=primary&hostRecheckSeconds=0"
        .formatted(hosts, PostgresServer.DATABASE);
  }

  /** Where each of its servers is, for reads; none where there is but one. */
  List<String> readUrls() {
    return configs().size() == 1
        ? List.of()
        : configs().stream()
            .map(
                each ->
                    "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(each.port(), PostgresServer.DATABASE))
            .toList();
  }

  /** Holds the password, the same for all servers. */
  Path passwordFile() {
    return PostgresServer.passwordFile(configs().getFirst());
  }

  /** From now on the primary's place is taken when it dies. */
  void succeedBy(Heirs heirs) {
    this.heirs = heirs;
  }

  /** The standbys whose most advanced may take the primary's place now. */
  Set<String> heirs() {
    return heirs.names();
  }

  @Override
  String name(PostgresConfig config) {
    return config.name();
  }

  @Override
  int port(PostgresConfig config) {
    return config.port();
  }

  @Override
  PostgresConfig config(PostgresServer server) {
    return server.config();
  }

  @Override
  ChildProcess process(PostgresServer server) {
    return server.process();
  }

  @Override
  PostgresServer follow(PostgresConfig config, PostgresServer leader, Spawner spawner) {
    return PostgresServer.startStandby(config, leader, binaries, spawner);
  }

  @Override
  PostgresServer lead(PostgresConfig config, Spawner spawner) {
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
    return server;
  }

  /** Empty where one of those who may does not answer: it may be the one that has it all. */
  @Override
  Optional<PostgresServer> heir(PostgresServer dead) {
    var received = new HashMap<PostgresServer, Long>();
    for (var name : heirs()) {
      var server = servers().get(name);
      if (server == null || !server.process().alive()) {
        return Optional.empty();
      }
      received.put(server, server.received());
    }
    return received.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  @Override
  void end(PostgresServer dead) {
    dead.end();
  }

  @Override
  void fence(PostgresServer dead) {
    dead.fence();
  }

  @Override
  void promote(PostgresServer heir) {
    heir.commitOn(heirs.quorum(followerNames()));
    heir.promote();
  }

  @Override
  void succeeded(PostgresServer dead, PostgresServer heir) {
    servers()
        .forEach(
            (other, server) -> {
              if (server != heir && server != dead) {
                // it is started again, to follow the new one
                Thread.ofVirtual().name("stop-" + other).start(server::stop);
              }
            });
  }
}
