package ai.hal9.engine.config;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.engine.shard.Strategy;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the configuration of what was said, once nothing of it is wrong. */
final class Assembly {

  private final ConfigValues values;

  private Assembly(ConfigValues values) {
    this.values = values;
  }

  static NodeConfig of(
      ConfigValues values,
      List<NodeConfig.Neuron> neurons,
      Map<Layer, List<NodeConfig.MockResponse>> responses,
      List<ShardList.Written> shards) {
    return new Assembly(values).assembled(neurons, responses, shards);
  }

  private NodeConfig assembled(
      List<NodeConfig.Neuron> neurons,
      Map<Layer, List<NodeConfig.MockResponse>> responses,
      List<ShardList.Written> shards) {
    var collector = values.text(Settings.COLLECTOR);
    return new NodeConfig(
        new NodeConfig.Node(
            values.text(Settings.NODE_NAME),
            values.text(Settings.NODE_CLUSTER),
            values.text(Settings.NODE_REGION)),
        server(),
        database(shards),
        redis(),
        new NodeConfig.Claude(responses, api()),
        neurons,
        balancer(),
        new NodeConfig.Auth(
            values.text(Settings.AUTH).equals("required"),
            values.path(Settings.SESSION_KEYS),
            RegionList.parse(values.text(Settings.SESSION_REGIONS)).orElseThrow(),
            RegionList.networks(values.text(Settings.TRUSTED_PROXIES)).orElseThrow()),
        values.tuning(),
        new NodeConfig.Log(values.text(Settings.LOG_FORMAT), values.text(Settings.LOG_LEVEL)),
        collector.isEmpty() ? null : URI.create(collector));
  }

  private NodeConfig.@Nullable Balancer balancer() {
    var url = values.text(Settings.BALANCER_URL);
    return url.isEmpty()
        ? null
        : new NodeConfig.Balancer(URI.create(url), values.path(Settings.BALANCER_CA));
  }

  private NodeConfig.Database database(List<ShardList.Written> shards) {
    var username = values.text(Settings.DATABASE_USER);
    var password = values.path(Settings.DATABASE_PASSWORD);
    return new NodeConfig.Database(
        values.text(Settings.DATABASE_URL),
        username,
        password,
        ReplicaList.parse(values.text(Settings.DATABASE_REPLICAS)).orElseThrow(),
        Strategy.named(values.text(Settings.DATABASE_SHARDING)),
        shards.stream().map(shard -> shard.shard(username, password)).toList(),
        ShardList.range(values.text(Settings.DATABASE_KEY_RANGE)).orElse(null));
  }

  private NodeConfig.Redis redis() {
    var durable = values.text(Settings.DURABLE_URL);
    return new NodeConfig.Redis(
        values.text(Settings.REDIS_URL),
        values.path(Settings.REDIS_PASSWORD),
        durable.isEmpty()
            ? null
            : new NodeConfig.RedisServer(durable, values.path(Settings.DURABLE_PASSWORD)));
  }

  private NodeConfig.Server server() {
    return new NodeConfig.Server(
        values.text(Settings.HOST),
        (int) values.whole(Settings.PORT),
        values.path(Settings.TOKEN_FILE),
        (int) values.whole(setting(TuningCatalogue.HTTP_IO_THREADS)),
        (int) values.whole(setting(TuningCatalogue.HTTP_MAX_CONNECTIONS)),
        values.whole(Settings.MAX_BODY),
        values.time(Settings.IDLE_TIMEOUT),
        values.time(Settings.HEADER_TIMEOUT),
        values.time(setting(TuningCatalogue.HTTP_GRACEFUL_SHUTDOWN)),
        values.time(Settings.DRAIN_NOTICE),
        (int) values.whole(Settings.GZIP_FROM),
        values.text(Settings.HTTP2).equals("on"),
        tls());
  }

  private NodeConfig.@Nullable Tls tls() {
    var certificates = values.path(Settings.TLS_CERTIFICATE);
    var key = values.path(Settings.TLS_KEY);
    return certificates == null || key == null ? null : new NodeConfig.Tls(certificates, key);
  }

  private NodeConfig.@Nullable Api api() {
    if (!values.text(ModelSettings.MODE).equals(ModelSettings.API)) {
      return null;
    }
    var file = values.path(ModelSettings.KEY_FILE);
    return new NodeConfig.Api(
        URI.create(values.text(ModelSettings.URL)),
        values.text(ModelSettings.VERSION),
        new Secret(file == null ? values.keyInEnvironment() : SecretFile.read(file)),
        values.text(ModelSettings.MODEL),
        (int) values.whole(ModelSettings.MAX_TOKENS),
        values.text(ModelSettings.SYSTEM_PROMPT),
        new BigDecimal(values.text(ModelSettings.INPUT_PRICE)),
        new BigDecimal(values.text(ModelSettings.OUTPUT_PRICE)),
        values.time(ModelSettings.CONNECT_TIMEOUT),
        values.time(setting(TuningCatalogue.MODEL_POOL_IDLE_TIMEOUT)),
        (int) values.whole(setting(TuningCatalogue.MODEL_POOL_MAX_IDLE)));
  }

  /** That of a parameter which a restart alone changes. */
  private static Setting setting(TuningParameter parameter) {
    return Settings.find(parameter.key()).orElseThrow();
  }
}
