package ai.hal9.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.failure.StoreException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FencedPrimaryIT extends PostgresPair {

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
}
