package ai.hal9.engine.reshard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.TestStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Between two databases. */
final class RowsIT {

  private static final int LARGE = 500_000;
  private static final String EVERYTHING = "signals_all";
  private static final SlotMask ALL = SlotMask.of(IntStream.range(0, Slots.COUNT).boxed().toList());

  private final List<UUID> ids = new ArrayList<>();

  @Test
  void pages_ofLargeRows_areFewRowsEach_andOfSmallOnesAThousand() throws Exception {
    var source = TestStores.withTables();
    var target = TestStores.withTables();
    var sizes =
        source.ask(
            "from",
            from -> {
              fill(from, 12, LARGE);
              fill(from, 1_500, 10);
              return target.ask("to", to -> copied(new Rows(from, to, ALL)));
            });

    assertThat(sizes).element(0).isEqualTo(5);
    assertThat(sizes).contains(1_000).allMatch(size -> size <= 1_000);
    assertThat(target.<Integer>ask("count", RowsIT::count)).isEqualTo(1_512);
  }

  @Test
  void someRows_manyAndLarge_areAllThereThen() throws Exception {
    var source = TestStores.withTables();
    var target = TestStores.withTables();
    var _ =
        source.ask(
            "from",
            from -> {
              fill(from, 12, LARGE);
              return target.ask(
                  "to",
                  to -> {
                    var rows = new Rows(from, to, ALL);
                    rows.partitions();
                    rows.putSome(ids.subList(0, 11));
                    assertThat(from.getAutoCommit()).isTrue();
                    return true;
                  });
            });

    assertThat(target.<Integer>ask("count", RowsIT::count)).isEqualTo(11);
  }

  /** How many rows each page had. */
  private static List<Integer> copied(Rows rows) throws SQLException {
    assertThat(rows.partitions()).containsExactly(EVERYTHING);
    var sizes = new ArrayList<Integer>();
    UUID last = null;
    for (var page = rows.page(EVERYTHING, last);
        !page.isEmpty();
        page = rows.page(EVERYTHING, last)) {
      rows.put(page);
      sizes.add(page.size());
      last = page.getLast().id();
    }
    return sizes;
  }

  private void fill(Connection connection, int rows, int characters) throws SQLException {
    var made = new SignalIds(Clock.systemUTC(), rows);
    try (var statement = connection.createStatement();
        var insert =
            connection.prepareStatement(
                "INSERT INTO signals (id, neuron_id, timestamp, payload)"
                    + " VALUES (?, gen_random_uuid(), now(), jsonb_build_object('content', ?))")) {
      statement.execute("CREATE TABLE IF NOT EXISTS signals_all PARTITION OF signals DEFAULT");
      for (var i = 0; i < rows; i++) {
        var id = made.next();
        ids.add(id);
        insert.setObject(1, id);
        insert.setString(2, "x".repeat(characters));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM signals")) {
      row.next();
      return row.getInt(1);
    }
  }
}
