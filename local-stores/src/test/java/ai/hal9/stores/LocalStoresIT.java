package ai.hal9.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStoresIT {

  @TempDir Path directory;

  @Test
  void rows_afterRestart_areStillThere() throws Exception {
    try (var stores = LocalStores.start(directory);
        Connection connection = connect(stores);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (var stores = LocalStores.start(directory);
        Connection connection = connect(stores);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT answer FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }

  private static Connection connect(LocalStores stores) throws Exception {
    return DriverManager.getConnection(
        stores.postgres().jdbcUrl(),
        stores.postgres().username(),
        Files.readString(stores.postgres().passwordFile()));
  }
}
