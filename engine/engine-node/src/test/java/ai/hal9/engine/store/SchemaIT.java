package ai.hal9.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SchemaIT {

  @Test
  void migrate_afterANodeDiedBehindAnyOfItsCommits_goesOn() throws Exception {
    var commits = commitsOf(database());
    assertThat(commits).isGreaterThan(5);
    for (var survived = 1; survived <= commits; survived++) {
      var database = database();
      var dying = new Dying(database, survived);
      assertThatThrownBy(() -> Schema.migrate(dying)).isNotNull();

      Schema.migrate(database);

      try (var connection = database.getConnection();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT count(*) FROM memories, signals, games")) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  private static int commitsOf(PGSimpleDataSource database) throws SQLException {
    var counting = new Dying(database, Integer.MAX_VALUE);
    Schema.migrate(counting);
    return counting.commits.get();
  }

  private static PGSimpleDataSource database() throws Exception {
    var config = TestStores.database();
    var source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.username());
    source.setPassword(Files.readString(Objects.requireNonNull(config.passwordFile())).strip());
    return source;
  }

  /** Its connections are all cut right behind one of their commits. */
  private static final class Dying extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private final transient PGSimpleDataSource database;
    private final transient List<Connection> open = new ArrayList<>();
    private final int survived;
    private final AtomicInteger commits = new AtomicInteger();

    Dying(PGSimpleDataSource database, int survived) {
      this.database = database;
      this.survived = survived;
    }

    @Override
    public Connection getConnection() throws SQLException {
      var real = database.getConnection();
      open.add(real);
      return (Connection)
          Proxy.newProxyInstance(
              Dying.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, arguments) -> {
                try {
                  var result = method.invoke(real, arguments);
                  if (method.getName().equals("commit") && commits.incrementAndGet() == survived) {
                    die();
                  }
                  return result;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private void die() throws SQLException {
      for (var connection : open) {
        connection.abort(Runnable::run);
      }
      throw new SQLException("the node has died");
    }
  }
}
