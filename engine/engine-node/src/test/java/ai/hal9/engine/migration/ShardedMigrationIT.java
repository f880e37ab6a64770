package ai.hal9.engine.migration;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.reshard.Resharding;
import ai.hal9.engine.reshard.Servers;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.shard.Strategy;
import ai.hal9.engine.store.ShardCatalogue;
import ai.hal9.engine.store.ShardCatalogue.Entry;
import ai.hal9.engine.store.SlotFence;
import ai.hal9.engine.store.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShardedMigrationIT extends MigrationCase {

  @Test
  void signals_ofSeveralShards_goWhereTheirIdsSlotsLie() throws Exception {
    var second = TestStores.database();
    var config = config(second);
    sample(3_000, 20, 10);
    write("UPDATE signals SET id = replace(id, '-', '') WHERE rowid % 3 = 0");

    var early = moved(config);
    assertThat(early.exit()).isEqualTo(1);
    assertThat(early.err()).contains("start a node of it first");

    var map = ShardMap.consistent(new TreeSet<>(List.of(0, 1)));
    put(map);
    var first = moved(config, "--chunk-rows", "70", "--json");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).contains("signals shard 0 map 1", "signals shard 1 map 1");
    assertThat(owners(database, map)).containsOnly(0);
    assertThat(owners(second, map)).containsOnly(1);
    assertThat(owners(database, map).size() + owners(second, map).size()).isEqualTo(3_000);
    assertThat(target("SELECT sum(games) FROM player_totals"))
        .isEqualTo(target(COUNTED.formatted("count(*)")));

    var again = moved(config, "--verify");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).doesNotContain("differ");
    assertThat(owners(database, map).size() + owners(second, map).size()).isEqualTo(3_000);
  }

  @Test
  void signals_afterAShardWasAdded_areFoundWhereTheyLieNow() throws Exception {
    sample(2_000, 0, 0);
    assertThat(run().exit()).isZero();
    put(new ShardMap(1, Strategy.CONSISTENT_HASH, Collections.nCopies(Slots.COUNT, 0)));
    var second = TestStores.database();
    new Resharding(
            new Servers(database, "test"),
            Resharding.Progress.NONE,
            Resharding.Steps.NONE,
            new Resharding.Pace(Duration.ZERO, Duration.ZERO),
            InstantSource.system())
        .add(new Entry(1, second.url(), second.username(), second.passwordFile(), ""));
    write("INSERT INTO signals SELECT '%s', '%s', 1772368245, '{}'".formatted(id(1), NEURON));

    var said = run("--json");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("\"moved\":1,", "signals shard 1 map 2");
    var map = ShardMap.consistent(new TreeSet<>(List.of(0, 1)));
    assertThat(owners(database, map)).containsOnly(0);
    assertThat(owners(second, map)).containsOnly(1);
    assertThat(owners(database, map).size() + owners(second, map).size()).isEqualTo(2_001);
  }

  @Test
  void signals_whoseSlotsMoveMeanwhile_stopItInWords() throws Exception {
    sample(100, 0, 0);
    TestStores.withTables(database);
    try (var connection = TestStores.connect(database)) {
      SlotFence.raise(connection, SlotMask.of(List.of(7)));
    }

    var said = run();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("signals have got another shard since this began; run it again to go on")
        .doesNotContain("signals_slots");
  }

  @Test
  void shard_thatNobodyCanFind_isAskedFor() throws Exception {
    sample(10, 0, 0);
    put(ShardMap.consistent(new TreeSet<>(List.of(0, 1))));

    var said = run();
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("shard 1", "--config");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("0");
  }

  /** A node's configuration with the database and another shard. */
  private Path config(NodeConfig.Database second) throws IOException {
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        node: {name: n, cluster: c, region: local}
        redis: {url: 'redis://127.0.0.1:1'}
        database:
          url: '%s'
          username: %s
          password_file: '%s'
          shards: [{id: 1, primary: '%s', username: %s, password_file: '%s'}]
        """
            .formatted(
                database.url(),
                database.username(),
                database.passwordFile(),
                second.url(),
                second.username(),
                second.passwordFile()));
  }

  private void put(ShardMap map) throws SQLException {
    TestStores.withTables(database);
    try (var connection = TestStores.connect(database)) {
      ShardCatalogue.put(connection, map);
    }
  }

  /** The shards that own the signals of a database. */
  private static List<Integer> owners(NodeConfig.Database shard, ShardMap map) throws SQLException {
    try (var connection = TestStores.connect(shard);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT id FROM signals")) {
      var owners = new ArrayList<Integer>();
      while (row.next()) {
        owners.add(map.owner(Slots.of(row.getObject(1, UUID.class))));
      }
      return owners;
    }
  }
}
