package ai.hal9.engine.reshard;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.store.ShardCatalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to the shards: those of a node's configuration, and those added since. */
public final class Servers {

  private final NodeConfig.Database database;
  private final String client;

  /**
   * Over the shards that a node's configuration names.
   *
   * @param client what the connections are called in PostgreSQL
   */
  public Servers(NodeConfig.Database database, String client) {
    this.database = database;
    this.client = client;
  }

  /** The first shard, which knows the others. */
  public ShardCatalogue.Entry first() {
    return ShardCatalogue.Entry.of(database.all().getFirst());
  }

  /**
   * Where a shard is; empty when neither the configuration nor the first shard knows.
   *
   * @param first to the first shard
   */
  public Optional<ShardCatalogue.Entry> entry(Connection first, int shard) throws SQLException {
    for (var known : database.all()) {
      if (known.id() == shard) {
        return Optional.of(ShardCatalogue.Entry.of(known));
      }
    }
    return ShardCatalogue.entries(first).stream().filter(added -> added.id() == shard).findFirst();
  }

  Connection open(ShardCatalogue.Entry entry) throws SQLException {
    return source(entry).getConnection();
  }

  /** Connections to a shard; reads its password's file. */
  public DataSource source(ShardCatalogue.Entry entry) {
    var source = new PGSimpleDataSource();
    source.setUrl(entry.primary());
    source.setUser(entry.username());
    var file = entry.passwordFile();
    if (file != null) {
      source.setPassword(SecretFile.read(file));
    }
    source.setApplicationName(client);
    source.setTcpKeepAlive(true);
    return source;
  }
}
