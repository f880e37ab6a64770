package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL whose commits wait for a standby that is not there. */
class StandbyAwayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Spawner spawner = Spawner.open();
  private PostgresServer server;
  private PipelineFixture fixture;

  @BeforeEach
  void start(@TempDir Path directory) throws SQLException {
    server =
        PostgresServer.startPrimary(
            PostgresConfig.of("alone", directory, FreePorts.several(1).getFirst()),
            PostgresBinaries.bundled(BinaryCache.standard()),
            spawner);
    fixture = PipelineFixture.on(TestStores.database(server), null);
  }

  @AfterEach
  void stop() {
    server.commitOn(List.of());
    fixture.close();
    spawner.close();
  }

  @Test
  void signals_whoseCommitWaits_areRefusedInTime_andServedOnceItNeedsNot() throws Exception {
    var acknowledged = new ArrayList<UUID>();
    acknowledged.add(fixture.answer("before").signalId());
    server.commitOn(List.of("nobody"));
    var sent = new ArrayList<CompletableFuture<SignalOutcome>>();
    await()
        .until(
            () -> {
              sent.add(fixture.submit("waits"));
              return waiting() > 0;
            });
    for (var i = 0; i < 20; i++) {
      sent.add(fixture.submit("waits behind"));
    }

    assertThat(sent)
        .allSatisfy(
            future -> {
              if (PipelineFixture.outcome(future) instanceof SignalOutcome.Answered(var answer)) {
                acknowledged.add(answer.signalId());
              }
            });
    assertThat(PipelineFixture.outcome(sent.getLast()))
        .isInstanceOfSatisfying(
            SignalOutcome.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.STORE_UNAVAILABLE));

    server.commitOn(List.of());
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                PipelineFixture.outcome(fixture.submit("after")) instanceof SignalOutcome.Answered);
    assertThat(fixture.rows()).containsKeys(acknowledged.toArray(UUID[]::new));
    assertThat(fixture.rowCount()).isEqualTo(fixture.rows().size());
  }

  @Test
  void repeat_ofAKeyWhoseCommitNoStandbyHas_isNotAnsweredBeforeOneHas() throws Exception {
    server.commitOn(List.of("nobody"));
    var request = new SignalRequest("once", null, null, "ada");
    var first = new ArrayList<CompletableFuture<SignalOutcome>>();
    await()
        .until(
            () -> {
              var sent = fixture.submit(request, "key-" + first.size());
              first.add(sent);
              // one after the other, so that only the last is held
              await().until(() -> sent.isDone() || waiting() > 0);
              return waiting() > 0;
            });
    var key = "key-" + (first.size() - 1);

    // Broken off, the commit is there for all to see; whoever made it looks whether it is safe.
    terminateWaiting();
    await().until(() -> waiting() == 1);
    var repeat = fixture.submit(request, key);
    await().until(() -> waiting() == 2);
    assertThat(repeat).isNotDone();

    server.commitOn(List.of());
    assertThat(PipelineFixture.answer(repeat).signalId())
        .isEqualTo(PipelineFixture.answer(first.getLast()).signalId());
  }

  private long waiting() throws SQLException {
    return ask("count(*)");
  }

  private void terminateWaiting() throws SQLException {
    var _ = ask("count(pg_terminate_backend(pid, 5000))");
  }

  /** Of the node's connections that wait for a standby. */
  private long ask(String what) throws SQLException {
    try (var connection = TestStores.superuser(server);
        var query =
            connection.prepareStatement(
                "SELECT "
                    + what
                    + " FROM pg_stat_activity WHERE usename = ? AND wait_event = 'SyncRep'")) {
      query.setString(1, server.username());
      try (var row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
