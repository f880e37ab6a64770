package ai.hal9.engine.reshard;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.store.ShardCatalogue;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to the shards: those of a node's configuration, and those added since. */
public final class Servers {

  private final NodeConfig.Database database;

  /** Over the shards that a node's configuration names. */
  public Servers(NodeConfig.Database database) {
    this.database = database;
  }

  Connection first() throws SQLException {
    return open(ShardCatalogue.Entry.of(database.all().getFirst()));
  }

  ShardCatalogue.Entry entry(Connection first, int shard) throws SQLException {
    for (var known : database.all()) {
      if (known.id() == shard) {
        return ShardCatalogue.Entry.of(known);
      }
    }
    return ShardCatalogue.entries(first).stream()
        .filter(added -> added.id() == shard)
        .findFirst()
        .orElseThrow(() -> new ReshardingException("nobody knows where shard " + shard + " is"));
  }

  Connection open(ShardCatalogue.Entry entry) throws SQLException {
    return source(entry).getConnection();
  }

  DataSource source(ShardCatalogue.Entry entry) {
    var source = new PGSimpleDataSource();
    source.setUrl(entry.primary());
    source.setUser(entry.username());
    var file = entry.passwordFile();
    if (file != null) {
      source.setPassword(SecretFile.read(file));
    }
    source.setApplicationName("hal9-shards");
    source.setTcpKeepAlive(true);
    return source;
  }
}
