package ai.hal9.engine.config;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.engine.config.YamlFile.Written;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Strategy;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node's configuration: defaults, over them the profile's values, over those the file's,
 * over those the environment's ({@code HAL9_SECTION_KEY}). Everything wrong is reported at once and
 * nothing is corrected silently.
 */
public final class ConfigFile {

  private final Path folder;
  private final Map<String, String> environment;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Map<String, Written> values = new TreeMap<>();

  private ConfigFile(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Reads a file; paths in it that are not absolute start at its folder. */
  public static ConfigReading read(Path file, Map<String, String> environment) {
    return read(file, environment, text -> {});
  }

  /**
   * The same.
   *
   * @param text told what stands in the file, unless it cannot be read
   */
  public static ConfigReading read(
      Path file, Map<String, String> environment, Consumer<String> text) {
    try {
      var folder = file.toAbsolutePath().getParent();
      var found = Files.readString(file);
      text.accept(found);
      return parse(found, folder == null ? Path.of("/") : folder, environment);
    } catch (IOException e) {
      return new ConfigReading.Refused(
          List.of(new ConfigProblem("", "", "the configuration file " + file + " cannot be read")));
    }
  }

  /** Reads the text of a file that stands in a folder. */
  public static ConfigReading parse(String yaml, Path folder, Map<String, String> environment) {
    return new ConfigFile(folder, environment).reading(yaml);
  }

  private ConfigReading reading(String yaml) {
    var file = YamlFile.parse(yaml);
    problems.addAll(file.problems());
    var written = new TreeMap<>(file.values());
    written.putAll(Environment.overrides(environment, problems));
    var profile = written.get(Settings.PROFILE);
    if (profile != null && SeedProfile.names().contains(profile.value())) {
      SeedProfile.named(profile.value())
          .overrides()
          .forEach(
              (key, value) -> values.put(key, new Written(value, "profile " + profile.value())));
    }
    written.forEach(this::take);
    var lists = new NeuronList(problems);
    var neurons = file.neurons().map(lists::neurons).orElse(NeuronList.DEFAULT);
    var responses = file.mockResponses().map(lists::mockResponses).orElse(Map.of());
    var shards = file.shards().map(new ShardList(folder, problems)::shards).orElse(List.of());
    checkTogether();
    checkRanges(shards);
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(ConfigFile::lineNumber));
      return new ConfigReading.Refused(problems);
    }
    return new ConfigReading.Accepted(config(neurons, responses, shards));
  }

  private void take(String key, Written written) {
    var setting = Settings.find(key).orElseThrow();
    var value =
        TuningCatalogue.find(key)
            .map(parameter -> parameter.normalised(written.value()))
            .orElse(written.value());
    if (setting.accepts().test(value)) {
      values.put(key, new Written(value, written.where()));
    } else {
      problem(
          setting, written.where(), "'" + value + "' is not allowed (" + setting.allowed() + ")");
    }
  }

  private void checkTogether() {
    for (var secret :
        List.of(
            Settings.TOKEN_FILE,
            Settings.TLS_KEY,
            Settings.DATABASE_PASSWORD,
            Settings.REDIS_PASSWORD,
            Settings.DURABLE_PASSWORD,
            ModelSettings.KEY_FILE)) {
      var file = path(secret);
      if (file != null) {
        SecretFile.problem(file).ifPresent(message -> problem(secret, where(secret), message));
      }
    }
    checkAuth();
    checkTls();
    if (!isLoopback(text(Settings.HOST)) && path(Settings.TOKEN_FILE) == null) {
      problem(
          Settings.HOST,
          where(Settings.HOST),
          "'"
              + text(Settings.HOST)
              + "' can be reached from other machines: set server.token_file too");
    }
    checkModel();
    var min = setting("database.min_connections");
    var max = setting("database.max_connections");
    if (whole(min) > whole(max)) {
      var culprit = values.containsKey(min.key()) ? min : max;
      problem(
          culprit,
          where(culprit),
          "min_connections (%d) must not be above max_connections (%d)"
              .formatted(whole(min), whole(max)));
    }
  }

  /** Mode api needs what nobody can guess: a model, its prices and a key. */
  private void checkModel() {
    if (!text(ModelSettings.MODE).equals(ModelSettings.API)) {
      return;
    }
    for (var needed :
        List.of(ModelSettings.MODEL, ModelSettings.INPUT_PRICE, ModelSettings.OUTPUT_PRICE)) {
      if (text(needed).isEmpty()) {
        problem(needed, where(ModelSettings.MODE), "claude.mode api needs it");
      }
    }
    if (path(ModelSettings.KEY_FILE) == null && keyInEnvironment().isEmpty()) {
      problem(
          ModelSettings.KEY_FILE,
          where(ModelSettings.MODE),
          "claude.mode api needs it, or " + ModelSettings.KEY_VARIABLE + " in the environment");
    }
    checkKey();
    var url = URI.create(text(ModelSettings.URL));
    if (url.getHost() == null || (url.getScheme().equals("http") && !isLoopback(url.getHost()))) {
      problem(
          ModelSettings.URL,
          where(ModelSettings.URL),
          "the API key may travel over https only, except on loopback");
    }
  }

  /** An HTTP client that cannot send a key tells it in full in what it throws. */
  private void checkKey() {
    var file = path(ModelSettings.KEY_FILE);
    if (file != null && SecretFile.problem(file).isPresent()) {
      return;
    }
    var key = file == null ? keyInEnvironment() : SecretFile.read(file);
    if (!key.isEmpty() && !Setting.fitsHeader(key)) {
      problem(
          ModelSettings.KEY_FILE,
          where(file == null ? ModelSettings.MODE : ModelSettings.KEY_FILE),
          "the API key has a character that a header cannot carry");
    }
  }

  private String keyInEnvironment() {
    return environment.getOrDefault(ModelSettings.KEY_VARIABLE, "").strip();
  }

  private NodeConfig.@Nullable Api api() {
    if (!text(ModelSettings.MODE).equals(ModelSettings.API)) {
      return null;
    }
    var file = path(ModelSettings.KEY_FILE);
    return new NodeConfig.Api(
        URI.create(text(ModelSettings.URL)),
        text(ModelSettings.VERSION),
        new Secret(file == null ? keyInEnvironment() : SecretFile.read(file)),
        text(ModelSettings.MODEL),
        (int) whole(ModelSettings.MAX_TOKENS),
        text(ModelSettings.SYSTEM_PROMPT),
        new BigDecimal(text(ModelSettings.INPUT_PRICE)),
        new BigDecimal(text(ModelSettings.OUTPUT_PRICE)),
        time(ModelSettings.CONNECT_TIMEOUT),
        time(ModelSettings.POOL_IDLE_TIMEOUT),
        (int) whole(ModelSettings.POOL_MAX_IDLE));
  }

  private void checkAuth() {
    var keys = path(Settings.SESSION_KEYS);
    if (keys == null) {
      if (text(Settings.AUTH).equals("required")) {
        problem(
            Settings.AUTH, where(Settings.AUTH), "nobody could log in: set session.key_file too");
      }
    } else if (KeyFile.read(keys) instanceof KeyFile.Reading.Refused(var reason)) {
      problem(Settings.SESSION_KEYS, where(Settings.SESSION_KEYS), reason);
    }
  }

  private void checkRanges(List<ShardList.Written> shards) {
    if (Strategy.named(text(Settings.DATABASE_SHARDING)) != Strategy.KEY_RANGE
        || !problems.isEmpty()) {
      return;
    }
    var ranges = new TreeMap<Integer, KeyRange>();
    ShardList.range(text(Settings.DATABASE_KEY_RANGE))
        .ifPresent(range -> ranges.put(NodeConfig.FIRST_SHARD, range));
    shards.forEach(shard -> shard.keyRange().ifPresent(range -> ranges.put(shard.id(), range)));
    try {
      var _ = ShardMap.ranges(ranges);
    } catch (IllegalArgumentException e) {
      problem(
          Settings.DATABASE_SHARDING,
          where(Settings.DATABASE_SHARDING),
          e.getMessage() + ": the shards' key_range must cover every slot once");
    }
  }

  private NodeConfig.Database database(List<ShardList.Written> shards) {
    var username = text(Settings.DATABASE_USER);
    var password = path(Settings.DATABASE_PASSWORD);
    return new NodeConfig.Database(
        text(Settings.DATABASE_URL),
        username,
        password,
        ReplicaList.parse(text(Settings.DATABASE_REPLICAS)).orElseThrow(),
        Strategy.named(text(Settings.DATABASE_SHARDING)),
        shards.stream().map(shard -> shard.shard(username, password)).toList(),
        ShardList.range(text(Settings.DATABASE_KEY_RANGE)).orElse(null));
  }

  private NodeConfig config(
      List<NodeConfig.Neuron> neurons,
      Map<Layer, List<NodeConfig.MockResponse>> responses,
      List<ShardList.Written> shards) {
    var balancer = text(Settings.BALANCER_URL);
    var collector = text(Settings.COLLECTOR);
    var tuning = new TreeMap<String, String>();
    values.forEach(
        (key, written) -> {
          if (TuningCatalogue.find(key).isPresent()) {
            tuning.put(key, written.value());
          }
        });
    return new NodeConfig(
        new NodeConfig.Node(
            text(Settings.NODE_NAME), text(Settings.NODE_CLUSTER), text(Settings.NODE_REGION)),
        server(),
        database(shards),
        redis(),
        new NodeConfig.Claude(responses, api()),
        neurons,
        balancer.isEmpty() ? null : URI.create(balancer),
        new NodeConfig.Auth(
            text(Settings.AUTH).equals("required"),
            path(Settings.SESSION_KEYS),
            RegionList.parse(text(Settings.SESSION_REGIONS)).orElseThrow(),
            RegionList.networks(text(Settings.TRUSTED_PROXIES)).orElseThrow()),
        tuning,
        new NodeConfig.Log(text(Settings.LOG_FORMAT), text(Settings.LOG_LEVEL)),
        collector.isEmpty() ? null : URI.create(collector));
  }

  private NodeConfig.Redis redis() {
    var durable = text(Settings.DURABLE_URL);
    return new NodeConfig.Redis(
        text(Settings.REDIS_URL),
        path(Settings.REDIS_PASSWORD),
        durable.isEmpty()
            ? null
            : new NodeConfig.RedisServer(durable, path(Settings.DURABLE_PASSWORD)));
  }

  private NodeConfig.Server server() {
    return new NodeConfig.Server(
        text(Settings.HOST),
        (int) whole(Settings.PORT),
        path(Settings.TOKEN_FILE),
        (int) whole(setting(TuningCatalogue.HTTP_IO_THREADS.key())),
        (int) whole(setting(TuningCatalogue.HTTP_MAX_CONNECTIONS.key())),
        whole(Settings.MAX_BODY),
        time(Settings.IDLE_TIMEOUT),
        time(Settings.HEADER_TIMEOUT),
        time(Settings.DRAIN_TIMEOUT),
        (int) whole(Settings.GZIP_FROM),
        text(Settings.HTTP2).equals("on"),
        tls());
  }

  private NodeConfig.@Nullable Tls tls() {
    var certificates = path(Settings.TLS_CERTIFICATE);
    var key = path(Settings.TLS_KEY);
    return certificates == null || key == null ? null : new NodeConfig.Tls(certificates, key);
  }

  private void checkTls() {
    var certificates = path(Settings.TLS_CERTIFICATE);
    var key = path(Settings.TLS_KEY);
    if ((certificates == null) != (key == null)) {
      var given = certificates == null ? Settings.TLS_KEY : Settings.TLS_CERTIFICATE;
      problem(
          given,
          where(given),
          "certificate and key go together: set server.%s too"
              .formatted(certificates == null ? "tls_certificate_file" : "tls_key_file"));
    } else if (certificates != null
        && key != null
        && TlsIdentity.read(certificates, key) instanceof TlsIdentity.Reading.Refused(var reason)) {
      problem(Settings.TLS_CERTIFICATE, where(Settings.TLS_CERTIFICATE), reason);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Setting setting(String key) {
    return Settings.find(key).orElseThrow();
  }

  private String text(Setting setting) {
    var written = values.get(setting.key());
    return written == null ? setting.defaultValue() : written.value();
  }

  private long whole(Setting setting) {
    return Long.parseLong(text(setting));
  }

  private Duration time(Setting setting) {
    return DurationText.parse(text(setting)).orElseThrow();
  }

  private @Nullable Path path(Setting setting) {
    var text = text(setting);
    return text.isEmpty() ? null : folder.resolve(text);
  }

  private String where(Setting setting) {
    var written = values.get(setting.key());
    return written == null ? "" : written.where();
  }

  private void problem(Setting setting, String where, String message) {
    problems.add(new ConfigProblem(where, setting.key(), message));
  }

  private static int lineNumber(ConfigProblem problem) {
    var where = problem.where();
    return where.startsWith("line ") ? Integer.parseInt(where.substring(5)) : Integer.MAX_VALUE;
  }
}
