package ai.hal9.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.RootExit;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerIT {

  private static final String MOST_CONNECTIONS = "SELECT current_setting('max_connections')::int";

  @TempDir Path directory;

  private final PostgresBinaries binaries = PostgresBinaries.bundled(BinaryCache.standard());
  private final Spawner spawner = Spawner.open();
  private final List<Integer> ports = FreePorts.several(2);

  @AfterEach
  void stop() {
    spawner.close();
  }

  @Test
  void row_afterKillOfTheServer_isThereAfterRestartOnTheSamePort() throws Exception {
    PostgresServer first = startPrimary();
    execute(first, "CREATE TABLE kept (answer int)");
    execute(first, "INSERT INTO kept VALUES (42)");
    first.process().kill();

    PostgresServer second = startPrimary();

    assertThat(second.port()).isEqualTo(first.port());
    assertThat(number(second, "SELECT answer FROM kept")).isEqualTo(42);
  }

  @Test
  void standby_ofPrimary_seesItsRowsAndRestartsFromItsOwnData() throws Exception {
    PostgresServer primary = startPrimary();
    execute(primary, "CREATE TABLE kept (answer int)");
    PostgresServer standby = startStandby(primary);
    assertThat(standby.role()).isEqualTo(PostgresServer.Role.STANDBY);

    execute(primary, "INSERT INTO kept VALUES (1)");
    await().ignoreExceptions().until(() -> number(standby, "SELECT count(*) FROM kept") == 1);
    standby.stop();
    execute(primary, "INSERT INTO kept VALUES (2)");
    Path ownData = Files.createFile(directory.resolve("standby/data/own"));
    PostgresServer again = startStandby(primary);

    await().ignoreExceptions().until(() -> number(again, "SELECT count(*) FROM kept") == 2);
    assertThat(ownData).exists();
  }

  @Test
  void pair_thatWasLarger_keepsItsConnections_andTheStandbyItsData() throws Exception {
    PostgresServer primary = startPrimary(primaryConfig().withMaxConnections(60));
    PostgresServer standby = startStandby(standbyConfig().withMaxConnections(20), primary);
    assertThat(number(standby, MOST_CONNECTIONS)).isEqualTo(60);
    standby.stop();
    primary.stop();
    Path ownData = Files.createFile(directory.resolve("standby/data/own"));

    PostgresServer smaller = startPrimary(primaryConfig().withMaxConnections(20));
    PostgresServer again = startStandby(standbyConfig().withMaxConnections(20), smaller);

    assertThat(number(smaller, MOST_CONNECTIONS)).isEqualTo(60);
    assertThat(number(again, MOST_CONNECTIONS)).isEqualTo(60);
    assertThat(ownData).exists();
  }

  @Test
  void standby_thatMissedThatItsPrimaryGrew_startsFromItsOwnData() throws Exception {
    PostgresServer primary = startPrimary(primaryConfig().withMaxConnections(20));
    PostgresServer standby = startStandby(standbyConfig().withMaxConnections(20), primary);
    standby.stop();
    primary.stop();
    Path ownData = Files.createFile(directory.resolve("standby/data/own"));
    startPrimary(primaryConfig().withMaxConnections(60)).stop();

    PostgresServer again =
        startStandby(
            standbyConfig().withMaxConnections(20),
            startPrimary(primaryConfig().withMaxConnections(20)));

    assertThat(number(again, MOST_CONNECTIONS)).isEqualTo(60);
    assertThat(ownData).exists();
  }

  @Test
  void standby_withFewerConnectionsThanItsLogAsksFor_isMadeAnew() throws Exception {
    PostgresServer primary = startPrimary(primaryConfig().withMaxConnections(60));
    startStandby(standbyConfig(), primary).stop();
    primary.stop();
    for (String server : List.of("primary", "standby")) {
      Path settings = directory.resolve(server).resolve("data/postgresql.conf");
      Files.writeString(
          settings, Files.readString(settings).replaceAll("(?m)^max_connections.*$", ""));
    }
    Path formerData = Files.createFile(directory.resolve("standby/data/former"));

    PostgresServer again =
        startStandby(
            standbyConfig().withMaxConnections(20),
            startPrimary(primaryConfig().withMaxConnections(20)));

    assertThat(formerData).doesNotExist();
    assertThat(number(again, MOST_CONNECTIONS)).isEqualTo(20);
  }

  @Test
  void standby_whoseLogPositionThePrimaryNoLongerHas_isMadeAnew() throws Exception {
    PostgresServer primary = startPrimary();
    PostgresServer standby = startStandby(primary);
    standby.stop();
    superuser(primary, "SELECT pg_drop_replication_slot('standby_1')");
    execute(primary, "CREATE TABLE kept AS SELECT 7 AS answer");
    for (int segment = 0; segment < 2; segment++) {
      superuser(primary, "SELECT pg_switch_wal()");
      execute(primary, "CREATE TABLE other%d ()".formatted(segment));
    }
    superuser(primary, "CHECKPOINT");
    Path formerData = Files.createFile(directory.resolve("standby/data/former"));

    PostgresServer again = startStandby(primary);

    assertThat(formerData).doesNotExist();
    await().ignoreExceptions().until(() -> number(again, "SELECT answer FROM kept") == 7);
  }

  @Test
  void standby_promoted_takesWritesAndRestartsAsPrimary() throws Exception {
    PostgresServer primary = startPrimary();
    execute(primary, "CREATE TABLE kept (answer int)");
    PostgresServer standby = startStandby(primary);
    primary.stop();

    standby.promote();
    execute(standby, "INSERT INTO kept VALUES (3)");
    standby.stop();

    assertThat(standby.role()).isEqualTo(PostgresServer.Role.PRIMARY);
    PostgresServer again = PostgresServer.startPrimary(standby.config(), binaries, spawner);
    assertThat(number(again, "SELECT answer FROM kept")).isEqualTo(3);
  }

  @Test
  void fenced_primaryThatWasAhead_neverLeadsAgainAndFollowsWhatTookItsPlace() throws Exception {
    PostgresServer old = startPrimary();
    execute(old, "CREATE TABLE kept (answer int)");
    PostgresServer standby = startStandby(old);
    execute(old, "INSERT INTO kept VALUES (1)");
    await()
        .until(
            () ->
                old.shipping().synced().getOrDefault("standby-1", 0L) >= old.shipping().written());
    assertThat(standby.received()).isGreaterThanOrEqualTo(old.shipping().written());
    standby.stop();
    execute(old, "INSERT INTO kept VALUES (2)");
    assertThat(old.shipping().synced()).isEmpty();

    old.fence();
    PostgresServer next = PostgresServer.startPromoted(standby.config(), binaries, spawner);
    execute(next, "INSERT INTO kept VALUES (3)");

    assertThatThrownBy(this::startPrimary).satisfies(hasCode(Code.DATA_INCOMPATIBLE));
    PostgresServer follower = PostgresServer.startStandby(old.config(), next, binaries, spawner);
    await()
        .ignoreExceptions()
        .until(() -> number(follower, "SELECT sum(answer) FROM kept") == 1 + 3);
  }

  @Test
  void fenced_primaryThatWasAheadBySegments_followsAndCanBeStartedAgain() throws Exception {
    PostgresServer old = startPrimary();
    PostgresServer standby = startStandby(old);
    execute(old, "CREATE TABLE kept AS SELECT 1 AS answer");
    await().until(() -> standby.received() >= old.shipping().written());
    standby.stop();
    for (int segment = 0; segment < 2; segment++) {
      superuser(old, "SELECT pg_switch_wal()");
      execute(old, "INSERT INTO kept VALUES (2)");
    }
    old.fence();
    PostgresServer next = PostgresServer.startPromoted(standby.config(), binaries, spawner);

    PostgresServer follower = PostgresServer.startStandby(old.config(), next, binaries, spawner);
    await().until(() -> next.shipping().synced().containsKey(old.config().name()));
    follower.stop();
    execute(next, "INSERT INTO kept VALUES (3)");
    PostgresServer again = PostgresServer.startStandby(old.config(), next, binaries, spawner);

    await().ignoreExceptions().until(() -> number(again, "SELECT sum(answer) FROM kept") == 1 + 3);
  }

  @Test
  void standby_whoseDataEndBeyondTheForkOfItsPrimary_isMadeAnew() throws Exception {
    PostgresServer old = startPrimary();
    PostgresServer standby = startStandby(old);
    standby.stop();
    execute(old, "CREATE TABLE lost ()");
    superuser(old, "CHECKPOINT");
    old.fence();
    PostgresServer next = PostgresServer.startPromoted(standby.config(), binaries, spawner);
    // as a walreceiver leaves it that was told the new history and could not follow it
    Files.copy(
        directory.resolve("standby/data/pg_wal/00000002.history"),
        directory.resolve("primary/data/pg_wal/00000002.history"));

    PostgresServer follower = PostgresServer.startStandby(old.config(), next, binaries, spawner);

    assertThat(number(follower, "SELECT count(*) FROM pg_tables WHERE tablename = 'lost'"))
        .isZero();
  }

  @Test
  void fenced_primaryThatWasStopped_hasNoProcessLeft() throws Exception {
    PostgresServer server = startPrimary();
    List<ProcessHandle> workers =
        ProcessHandle.of(server.pid()).orElseThrow().descendants().toList();
    assertThat(workers).isNotEmpty();
    workers.forEach(worker -> kill("STOP", worker.pid()));

    server.fence();

    await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(server.process().alive()).isFalse();
  }

  private static void kill(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void start_onTakenPort_namesItsOwner() {
    PostgresServer running = startPrimary();
    PostgresConfig second =
        PostgresConfig.of("second", directory.resolve("second"), running.port());

    assertThatThrownBy(() -> PostgresServer.startPrimary(second, binaries, spawner))
        .satisfies(hasCode(Code.PORT_TAKEN))
        .hasMessageContaining("postgres (pid %d)".formatted(running.pid()));
  }

  @Test
  void start_inTheDirectoryOfARunningServer_namesThatServer() {
    PostgresServer running = startPrimary();
    PostgresConfig second =
        PostgresConfig.of("second", running.config().directory(), ports.getLast());

    assertThatThrownBy(() -> PostgresServer.startPrimary(second, binaries, spawner))
        .satisfies(hasCode(Code.DATA_IN_USE))
        .hasMessageContaining("pid " + running.pid());
  }

  @Test
  void start_withLockFileOfAnotherProgramsPid_works() throws Exception {
    startPrimary().stop();
    Files.writeString(
        directory.resolve("primary/data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n/elsewhere\n0\n1\n\n127.0.0.1\n0 0\nready\n");

    assertThat(startPrimary().process().alive()).isTrue();
  }

  @Test
  void start_belowAFile_saysWhichDirectory() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    PostgresConfig config = PostgresConfig.of("primary", file.resolve("below"), ports.getFirst());

    assertThatThrownBy(() -> PostgresServer.startPrimary(config, binaries, spawner))
        .satisfies(hasCode(Code.DIRECTORY_NOT_WRITABLE))
        .hasMessageContaining(file.toString());
  }

  @Test
  void start_withSettingPostgresRefuses_quotesItsLog() {
    PostgresConfig config =
        PostgresConfig.of("primary", directory, ports.getFirst())
            .with("shared_buffers", "nonsense");

    assertThatThrownBy(() -> PostgresServer.startPrimary(config, binaries, spawner))
        .satisfies(hasCode(Code.START_FAILED))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.messageWithDetail()).contains("invalid value", "nonsense"));
    assertThat(spawner.running()).isEmpty();
  }

  @Test
  void start_interrupted_leavesNoProcess() throws Exception {
    // it listens where nobody asks it, so that its start never ends by itself
    PostgresConfig config = primaryConfig().with("port", ports.getLast().toString());
    var failure = new CompletableFuture<Throwable>();
    Thread starter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    PostgresServer.startPrimary(config, binaries, spawner);
                  } catch (StoreException e) {
                    failure.complete(e);
                  }
                });
    await().until(() -> spawner.running().stream().anyMatch(c -> c.name().equals(config.name())));

    starter.interrupt();
    starter.join();

    assertThat(failure).isCompletedWithValueMatching(e -> hasCode(e, Code.INTERRUPTED));
    assertThat(spawner.running()).isEmpty();
    await().until(() -> ProcessHandle.allProcesses().noneMatch(this::worksHere));
  }

  @Test
  @EnabledIf(value = "root", disabledReason = "only root can become another user")
  void data_writtenAsNobody_isServedFromAUserNamespaceAndBack() throws Exception {
    List<RootExit> ways = List.of(RootExit.NOBODY, spawner.rootExit(), RootExit.NOBODY);
    for (int start = 0; start < ways.size(); start++) {
      try (var own = Spawner.open(ways.get(start));
          var server = PostgresServer.startPrimary(primaryConfig(), binaries, own)) {
        execute(server, "CREATE TABLE kept%d ()".formatted(start));
        assertThat(number(server, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'kept%'"))
            .isEqualTo(start + 1);
      }
    }
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private boolean worksHere(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(directory.toString());
  }

  private static Consumer<Throwable> hasCode(Code code) {
    return e -> assertThat(hasCode(e, code)).as("%s: %s", code, e).isTrue();
  }

  private static boolean hasCode(Throwable e, Code code) {
    return e instanceof StoreException failure && failure.code() == code;
  }

  private PostgresServer startPrimary() {
    return startPrimary(primaryConfig());
  }

  private PostgresServer startPrimary(PostgresConfig config) {
    return PostgresServer.startPrimary(config, binaries, spawner);
  }

  private PostgresConfig primaryConfig() {
    return PostgresConfig.of("primary", directory.resolve("primary"), ports.getFirst())
        .withMaxConnections(20)
        .with("min_wal_size", "32MB")
        .with("max_wal_size", "64MB");
  }

  private PostgresServer startStandby(PostgresServer primary) {
    return startStandby(standbyConfig(), primary);
  }

  private PostgresServer startStandby(PostgresConfig config, PostgresServer primary) {
    return PostgresServer.startStandby(config, primary, binaries, spawner);
  }

  private PostgresConfig standbyConfig() {
    return PostgresConfig.of("standby-1", directory.resolve("standby"), ports.getLast());
  }

  private static void execute(PostgresServer server, String sql) throws Exception {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void superuser(PostgresServer server, String sql) throws Exception {
    String password = Files.readString(server.superuserPasswordFile());
    try (Connection connection =
        Sql.connect(server.port(), "postgres", PostgresServer.SUPERUSER, password)) {
      Sql.execute(connection, sql);
    }
  }

  private static int number(PostgresServer server, String query) throws Exception {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : -1;
    }
  }

  private static Connection connect(PostgresServer server) throws Exception {
    return DriverManager.getConnection(
        server.jdbcUrl(), server.username(), Files.readString(server.passwordFile()));
  }
}
