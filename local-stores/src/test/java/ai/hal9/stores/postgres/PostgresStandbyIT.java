package ai.hal9.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresStandbyIT extends PostgresPair {

  private static final String MOST_CONNECTIONS = "SELECT current_setting('max_connections')::int";

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
}
