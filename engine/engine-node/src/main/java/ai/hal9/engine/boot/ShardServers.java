package ai.hal9.engine.boot;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.probe.StoreProbes;
import ai.hal9.engine.telemetry.StoreProbe;
import ai.hal9.engine.tuning.ConnectionBudget;
import ai.hal9.engine.tuning.PostgresBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What is done with every PostgreSQL server of every shard. */
final class ShardServers {

  private ShardServers() {}

  /** Asks the primaries of all shards but the first. */
  static List<StoreProbe> furtherProbes(NodeConfig config) {
    var node = config.node();
    return config.database().shards().stream()
        .map(
            shard ->
                StoreProbes.postgres(
                    shard.primary(),
                    login(shard.username(), shard.passwordFile()),
                    node.cluster(),
                    node.region()))
        .toList();
  }

  /** Every node has a pool to every server: the one with the least room decides. */
  static ConnectionBudget budget(NodeConfig config, IntSupplier members) {
    var budgets = new ArrayList<ConnectionBudget>();
    for (var shard : config.database().all()) {
      var login = login(shard.username(), shard.passwordFile());
      budgets.add(new PostgresBudget(shard.primary(), login, members));
      shard
          .replicas()
          .forEach(replica -> budgets.add(new PostgresBudget(replica.url(), login, members)));
    }
    return ConnectionBudget.smallest(budgets);
  }

  static Properties login(String username, @Nullable Path password) {
    var login = new Properties();
    login.setProperty("user", username);
    if (password != null) {
      login.setProperty("password", SecretFile.read(password));
    }
    return login;
  }
}
