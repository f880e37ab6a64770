package ai.hal9.sim.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.Failover;
import ai.hal9.sim.cluster.StandbyOrder;
import ai.hal9.sim.cluster.StandbyRule;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is PostgreSQL's primary when one has died, hangs, or was chosen and did not serve yet. */
final class PostgresGroupIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> NAMES = List.of("postgres", "postgres-standby-1");

  @TempDir private Path directory;

  private final Spawner spawner = Spawner.open();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  @AfterEach
  void close() {
    stopping = true;
    scheduler.shutdownNow();
    spawner.close();
  }

  @Test
  void primary_diedWhenNoStandbyIsSureToHaveAll_isStartedAgainAndOneThatHangsIsReplaced()
      throws Exception {
    var group = group();
    group.members().forEach(Member::start);
    var old = group.server();

    old.process().kill();
    await().atMost(PATIENCE).until(() -> group.server() != old && group.server().process().alive());
    assertThat(group.primary().name()).isEqualTo("postgres");

    SyncStandbys.watch(
        () -> StandbyRule.AVAILABLE,
        new Failover(true, Duration.ofSeconds(1)),
        group,
        () -> stopping,
        announcer(),
        scheduler);
    await().atMost(PATIENCE).until(() -> !group.heirs().isEmpty());
    var hanging = group.server();
    hanging.process().signal(Signal.STOP);

    await().atMost(PATIENCE).until(() -> group.primary().name().equals("postgres-standby-1"));
    await()
        .atMost(PATIENCE)
        .until(() -> notices.stream().anyMatch(text -> text.startsWith("postgres is fenced and")));
    assertThat(hanging.process().alive()).isFalse();
    assertThat(notices).anyMatch(text -> text.endsWith("has not answered for 1s: it is ended"));
    assertThat(Files.readString(directory.resolve("postgres.primary")).strip())
        .isEqualTo("postgres-standby-1");
    await()
        .atMost(PATIENCE)
        .until(() -> group.server().shipping().synced().containsKey("postgres"));
    assertThat(notices).noneMatch(text -> text.contains("cannot be started"));
  }

  @Test
  void rule_changedWhileItRuns_decidesWhomCommitsWaitForAndWhoMaySucceed() throws Exception {
    var group = group();
    group.members().forEach(Member::start);
    var order = new StandbyOrder(new ClusterDirectory(directory));
    var rule = new CurrentRule(StandbyRule.OFF, order, announcer());
    rule.follow(() -> stopping, scheduler);
    SyncStandbys.watch(
        rule,
        new Failover(true, Duration.ofSeconds(30)),
        group,
        () -> stopping,
        announcer(),
        scheduler);
    await().atMost(PATIENCE).until(() -> !group.server().shipping().synced().isEmpty());
    assertThat(waitedFor(group)).isEmpty();

    order.give(StandbyRule.AVAILABLE);
    await().atMost(PATIENCE).until(() -> waitedFor(group).equals("ANY 1 (\"postgres-standby-1\")"));
    await().atMost(PATIENCE).until(() -> !group.heirs().isEmpty());
    group.followers().getFirst().stop(PATIENCE);
    await().atMost(PATIENCE).until(() -> waitedFor(group).isEmpty());
    assertThat(group.heirs()).isEmpty();

    order.give(StandbyRule.STRICT);
    await().atMost(PATIENCE).until(() -> waitedFor(group).equals("ANY 1 (\"postgres-standby-1\")"));
    order.give(StandbyRule.OFF);
    await().atMost(PATIENCE).until(() -> waitedFor(group).isEmpty());

    assertThat(order.open()).isFalse();
    assertThat(notices)
        .filteredOn(text -> text.contains("standby of") || text.contains("rule"))
        .containsExactly(
            "the rule about standbys is available now, and was off",
            "no standby of PostgreSQL is left: commits count once the primary has them",
            "the rule about standbys is strict now, and was available",
            "the rule about standbys is off now, and was strict");
  }

  private static String waitedFor(PostgresGroup group) throws Exception {
    var password = Files.readString(group.passwordFile()).strip();
    try (var connection =
            DriverManager.getConnection(group.jdbcUrl(), group.server().username(), password);
        var statement = connection.createStatement();
        var shown = statement.executeQuery("SHOW synchronous_standby_names")) {
      shown.next();
      return shown.getString(1);
    }
  }

  @Test
  void chosen_supervisorEndedBeforeItWasPromoted_isPromotedAtTheNextStart() throws Exception {
    var first = group();
    first.members().forEach(Member::start);
    first.followers().getFirst().stop(PATIENCE);
    first.primary().stop(PATIENCE);
    first.server().fence();
    Primacy.read(directory.resolve("postgres.primary"), "postgres").pass("postgres-standby-1");

    var next = group();
    next.primary().start();
    next.followers().getFirst().start();

    assertThat(next.primary().name()).isEqualTo("postgres-standby-1");
    await().atMost(PATIENCE).until(() -> next.server().shipping().synced().containsKey("postgres"));
  }

  private PostgresGroup group() {
    var ports = FreePorts.several(NAMES.size());
    return new PostgresGroup(
        NAMES.stream()
            .map(
                name ->
                    PostgresConfig.of(
                        name, directory.resolve(name), ports.get(NAMES.indexOf(name))))
            .toList(),
        Primacy.read(directory.resolve("postgres.primary"), "postgres"),
        PostgresBinaries.bundled(BinaryCache.standard()),
        new LedStore.Processes(
            spawner,
            (name, starter) ->
                new Member(name, starter, Backoff.standard(), scheduler, announcer()),
            announcer()));
  }

  private Announcer announcer() {
    return new Announcer() {
      @Override
      public void begun(String text) {
        notices.add(text);
      }

      @Override
      public void step(String text) {
        notices.add(text);
      }

      @Override
      public void notice(String text) {
        notices.add(text);
      }

      @Override
      public void changed() {
        // nobody looks
      }
    };
  }
}
