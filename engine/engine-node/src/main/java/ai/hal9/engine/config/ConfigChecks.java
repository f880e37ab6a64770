package ai.hal9.engine.config;

import ai.hal9.api.tls.TrustedCertificates;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Strategy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.TreeMap;

/** What settings that are each allowed must be together, and what the files they name must hold. */
final class ConfigChecks {

  private final ConfigValues values;

  private ConfigChecks(ConfigValues values) {
    this.values = values;
  }

  /** Adds to the values' problems what is wrong. */
  static void check(ConfigValues values, List<ShardList.Written> shards) {
    new ConfigChecks(values).check(shards);
  }

  private void check(List<ShardList.Written> shards) {
    for (var secret :
        List.of(
            Settings.TOKEN_FILE,
            Settings.TLS_KEY,
            Settings.DATABASE_PASSWORD,
            Settings.REDIS_PASSWORD,
            Settings.DURABLE_PASSWORD,
            ModelSettings.KEY_FILE)) {
      var file = values.path(secret);
      if (file != null) {
        SecretFile.problem(file)
            .ifPresent(message -> values.problem(secret, values.where(secret), message));
      }
    }
    checkAuth();
    checkTls();
    checkBalancer();
    if (!isLoopback(values.text(Settings.HOST)) && values.path(Settings.TOKEN_FILE) == null) {
      values.problem(
          Settings.HOST,
          values.where(Settings.HOST),
          "'"
              + values.text(Settings.HOST)
              + "' can be reached from other machines: set server.token_file too");
    }
    checkModel();
    var min = Settings.find("database.min_connections").orElseThrow();
    var max = Settings.find("database.max_connections").orElseThrow();
    if (values.whole(min) > values.whole(max)) {
      var culprit = values.says(min) ? min : max;
      values.problem(
          culprit,
          values.where(culprit),
          "min_connections (%d) must not be above max_connections (%d)"
              .formatted(values.whole(min), values.whole(max)));
    }
    checkRanges(shards);
  }

  /** Mode api needs what nobody can guess: a model, its prices and a key. */
  private void checkModel() {
    if (!values.text(ModelSettings.MODE).equals(ModelSettings.API)) {
      return;
    }
    for (var needed :
        List.of(ModelSettings.MODEL, ModelSettings.INPUT_PRICE, ModelSettings.OUTPUT_PRICE)) {
      if (values.text(needed).isEmpty()) {
        values.problem(needed, values.where(ModelSettings.MODE), "claude.mode api needs it");
      }
    }
    if (values.path(ModelSettings.KEY_FILE) == null && values.keyInEnvironment().isEmpty()) {
      values.problem(
          ModelSettings.KEY_FILE,
          values.where(ModelSettings.MODE),
          "claude.mode api needs it, or " + ModelSettings.KEY_VARIABLE + " in the environment");
    }
    checkKey();
    var url = URI.create(values.text(ModelSettings.URL));
    if (url.getHost() == null || (url.getScheme().equals("http") && !isLoopback(url.getHost()))) {
      values.problem(
          ModelSettings.URL,
          values.where(ModelSettings.URL),
          "the API key may travel over https only, except on loopback");
    }
  }

  /** An HTTP client that cannot send a key tells it in full in what it throws. */
  private void checkKey() {
    var file = values.path(ModelSettings.KEY_FILE);
    if (file != null && SecretFile.problem(file).isPresent()) {
      return;
    }
    var key = file == null ? values.keyInEnvironment() : SecretFile.read(file);
    if (!key.isEmpty() && !Setting.fitsHeader(key)) {
      values.problem(
          ModelSettings.KEY_FILE,
          values.where(file == null ? ModelSettings.MODE : ModelSettings.KEY_FILE),
          "the API key has a character that a header cannot carry");
    }
  }

  private void checkAuth() {
    var keys = values.path(Settings.SESSION_KEYS);
    if (keys == null) {
      if (values.text(Settings.AUTH).equals("required")) {
        values.problem(
            Settings.AUTH,
            values.where(Settings.AUTH),
            "nobody could log in: set session.key_file too");
      }
    } else if (KeyFile.read(keys) instanceof KeyFile.Reading.Refused(var reason)) {
      values.problem(Settings.SESSION_KEYS, values.where(Settings.SESSION_KEYS), reason);
    }
  }

  private void checkRanges(List<ShardList.Written> shards) {
    if (Strategy.named(values.text(Settings.DATABASE_SHARDING)) != Strategy.KEY_RANGE
        || !values.problems().isEmpty()) {
      return;
    }
    var ranges = new TreeMap<Integer, KeyRange>();
    ShardList.range(values.text(Settings.DATABASE_KEY_RANGE))
        .ifPresent(range -> ranges.put(NodeConfig.FIRST_SHARD, range));
    shards.forEach(shard -> shard.keyRange().ifPresent(range -> ranges.put(shard.id(), range)));
    try {
      var _ = ShardMap.ranges(ranges);
    } catch (IllegalArgumentException e) {
      values.problem(
          Settings.DATABASE_SHARDING,
          values.where(Settings.DATABASE_SHARDING),
          e.getMessage() + ": the shards' key_range must cover every slot once");
    }
  }

  private void checkTls() {
    var certificates = values.path(Settings.TLS_CERTIFICATE);
    var key = values.path(Settings.TLS_KEY);
    if ((certificates == null) != (key == null)) {
      var given = certificates == null ? Settings.TLS_KEY : Settings.TLS_CERTIFICATE;
      values.problem(
          given,
          values.where(given),
          "certificate and key go together: set server.%s too"
              .formatted(certificates == null ? "tls_certificate_file" : "tls_key_file"));
    } else if (certificates != null
        && key != null
        && TlsIdentity.read(certificates, key) instanceof TlsIdentity.Reading.Refused(var reason)) {
      values.problem(Settings.TLS_CERTIFICATE, values.where(Settings.TLS_CERTIFICATE), reason);
    }
  }

  private void checkBalancer() {
    var authorities = values.path(Settings.BALANCER_CA);
    if (authorities == null) {
      return;
    }
    try {
      var _ = TrustedCertificates.with(List.of(authorities));
    } catch (IOException | GeneralSecurityException e) {
      values.problem(
          Settings.BALANCER_CA,
          values.where(Settings.BALANCER_CA),
          "cannot be read: " + e.getMessage());
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
