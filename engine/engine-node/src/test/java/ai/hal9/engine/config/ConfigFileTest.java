package ai.hal9.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.Strategy;
import ai.hal9.engine.tuning.EngineTuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir Path folder;

  @Test
  void emptyFile_givesEveryDefault() {
    var config = accepted("");
    assertThat(config.server().host()).isEqualTo("127.0.0.1");
    assertThat(config.server().port()).isEqualTo(9_000);
    assertThat(config.server().maxBodyBytes()).isEqualTo(1_048_576);
    assertThat(config.server().drainTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.server().drainNotice()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.neurons())
        .extracting(NodeConfig.Neuron::id)
        .containsExactly("strategist", "designer", "implementer");
    assertThat(config.tuning()).isEmpty();
    assertThat(config.balancer()).isNull();
  }

  @Test
  void characterOfTwoUnits_whereverTheParsersBufferEnds_isReadWhole() {
    for (var before = 900; before < 2_200; before++) {
      var comment = "# " + "x".repeat(before) + "\ud83d\ude00\n";
      assertThat(accepted(comment + "node: {name: after}\n").node().name()).isEqualTo("after");
    }
  }

  @Test
  void writtenKeys_reachConfigAndTuning() throws IOException {
    var token = secret("token", "rw-------", "abc\n");
    var config =
        accepted(
            """
            node: {name: node-7, cluster: demo, region: eu}
            server: {host: 0.0.0.0, port: 9100, token_file: token, io_threads: 3}
            database: {url: "jdbc:postgresql://127.0.0.1:5555/hal9", max_connections: 20}
            performance: {signal_buffer_size: 25, caching: false, group_commit: on}
            circuit_breaker: {timeout: 5s}
            claude:
              mode: mock
              mock_responses:
                L4: [{trigger: "fast", response: "FORWARD_TO: next\\nCONTENT: Quick", delay_ms: 7}]
            neurons:
              - {id: a, layer: L4, forward_connections: [b]}
              - {id: b, layer: L2}
            balancer: {url: "http://127.0.0.1:8080"}
            """);
    assertThat(config.node()).isEqualTo(new NodeConfig.Node("node-7", "demo", "eu"));
    assertThat(config.server().tokenFile()).isEqualTo(token);
    assertThat(config.server().ioThreads()).isEqualTo(3);
    assertThat(config.tuning())
        .containsEntry("database.max_connections", "20")
        .containsEntry("performance.caching", "off")
        .containsEntry("performance.group_commit", "on")
        .containsEntry("circuit_breaker.timeout", "5s");
    assertThat(config.claude().mockResponses().get(Layer.L4))
        .containsExactly(
            new NodeConfig.MockResponse(
                "fast", "FORWARD_TO: next\nCONTENT: Quick", Duration.ofMillis(7)));
    assertThat(config.neurons().getFirst().forwardConnections()).containsExactly("b");
    assertThat(EngineTuning.of(0, config.tuning()).performance().signalBufferSize()).isEqualTo(25);
  }

  @Test
  void shards_areReadWithTheirReplicas_andTakeTheDatabasesUser() {
    var config =
        accepted(
            """
            database:
              url: jdbc:postgresql://one/hal9
              username: ada
              replicas: us-west jdbc:postgresql://two/hal9, jdbc:postgresql://three,four/hal9
              sharding: key_range
              key_range: 0-511
              shards:
                - {id: 1, primary: jdbc:postgresql://five/hal9, key_range: 512-1023}
            """);
    assertThat(config.database().all())
        .containsExactly(
            new NodeConfig.Shard(
                0,
                "jdbc:postgresql://one/hal9",
                "ada",
                null,
                List.of(
                    new NodeConfig.Replica("us-west", "jdbc:postgresql://two/hal9"),
                    new NodeConfig.Replica("", "jdbc:postgresql://three,four/hal9")),
                new KeyRange(0, 511)),
            new NodeConfig.Shard(
                1, "jdbc:postgresql://five/hal9", "ada", null, List.of(), new KeyRange(512, 1023)));
    assertThat(config.database().sharding()).isEqualTo(Strategy.KEY_RANGE);
  }

  @Test
  void shards_thatAreWrong_areReportedWithTheirLines() {
    assertThat(
            problems(
                """
                database:
                  replicas: here and there
                  sharding: modulo
                  shards:
                    - {id: 0, primary: postgres://one}
                    - {id: 2, primary: jdbc:postgresql://two/hal9, key_range: 5-2000}
                    - {id: 3, primery: jdbc:postgresql://three/hal9}
                """))
        .satisfiesExactlyInAnyOrder(
            each -> assertThat(each).startsWith("line 2: database.replicas: 'here and there'"),
            each -> assertThat(each).startsWith("line 3: database.sharding: 'modulo'"),
            each -> assertThat(each).startsWith("line 5: database.shards.id: '0'"),
            each -> assertThat(each).startsWith("line 5: database.shards.primary"),
            each -> assertThat(each).startsWith("line 6: database.shards.key_range"),
            each -> assertThat(each).startsWith("line 7: database.shards.primary"),
            each -> assertThat(each).contains("primery: unknown key; did you mean primary?"));
    assertThat(problems("database: {sharding: key_range, key_range: 0-1000}"))
        .singleElement()
        .satisfies(each -> assertThat(each).contains("slot 1001 is in no range"));
  }

  @Test
  void manyMistakes_areAllReportedWithTheirLines() {
    assertThat(
            problems(
                """
                servre: {port: 9000}
                server:
                  port: 99999
                  hots: 127.0.0.1
                performance:
                  signal_buffer_size: 0
                  caching: maybe
                  caching: on
                database: {min_connections: 50, max_connections: 20}
                circuit_breaker:
                  timeout: 30
                neurons:
                  - {id: a, layer: L9, forward_connections: [c]}
                  - {layer: L4, forward: [x]}
                """))
        .containsExactly(
            "line 1: servre: unknown key; did you mean server?",
            "line 3: server.port: '99999' is not allowed (1 to 65535)",
            "line 4: server.hots: unknown key; did you mean server.host?",
            "line 6: performance.signal_buffer_size: '0' is not allowed (1 to 1000 signals)",
            "line 7: performance.caching: 'maybe' is not allowed (on, off)",
            "line 8: performance.caching: the key is written twice",
            "line 9: database.min_connections: min_connections (50) must not be above"
                + " max_connections (20)",
            "line 11: circuit_breaker.timeout: '30' is not allowed (10ms to 1h)",
            "line 13: neurons.layer: 'L9' is not allowed (L4, L3, L2)",
            "line 13: neurons: no neuron has the id 'c'; did you mean a?",
            "line 14: neurons.forward: unknown key",
            "line 14: neurons.id: is missing");
  }

  @Test
  void brokenYaml_saysWhere() {
    assertThat(problems("server: {port: 1\nnode: [")).singleElement().asString().contains("line ");
  }

  @Test
  void publicAddressWithoutToken_isRefused() {
    assertThat(problems("server: {host: 0.0.0.0}"))
        .containsExactly(
            "line 1: server.host: '0.0.0.0' can be reached from other machines: set"
                + " server.token_file too");
  }

  @Test
  void tokenEveryoneCanRead_isRefused() throws IOException {
    secret("token", "rw-r--r--", "abc");
    assertThat(problems("server: {token_file: token}"))
        .singleElement()
        .asString()
        .contains("everyone can read", "chmod 600");
  }

  @Test
  void usersAndSessions_areConfigured() throws IOException {
    var key = "1 " + "A".repeat(43) + "=";
    var keys = secret("keys", "rw-------", key);
    var auth =
        accepted(
                """
                auth: required
                session:
                  key_file: keys
                  regions: us-west 10.1.0.0/16 10.2.0.0/16, ap-south
                  trusted_proxies: 10.0.0.0/8
                """)
            .auth();
    assertThat(auth.required()).isTrue();
    assertThat(auth.keyFile()).isEqualTo(keys);
    assertThat(auth.regions()).containsOnlyKeys("us-west", "ap-south");
    assertThat(auth.trustedProxies()).hasSize(1);
    assertThat(accepted("").auth().required()).isFalse();
    assertThat(accepted("").auth().trustedProxies()).hasSize(2);
  }

  @Test
  void usersThatCouldNotLogIn_andKeysOthersCanRead_areRefused() throws IOException {
    assertThat(problems("auth: required"))
        .singleElement()
        .asString()
        .contains("line 1", "set session.key_file too");
    secret("keys", "rw-r-----", "1 " + "A".repeat(43) + "=");
    assertThat(problems("session: {key_file: keys}"))
        .singleElement()
        .asString()
        .contains("chmod 600");
    assertThat(problems("auth: sometimes"))
        .singleElement()
        .asString()
        .contains("optional, required");
    assertThat(problems("session: {regions: us-west everywhere}")).hasSize(1);
  }

  @Test
  void profile_givesItsValuesAndExplicitKeysWin() {
    var config =
        accepted(
            """
            profile: seed-5
            database: {idle_timeout: 20s}
            """);
    var tuning = EngineTuning.of(0, config.tuning());
    assertThat(tuning.database().connectionTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tuning.database().idleTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(tuning.database().maxLifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(tuning.performance().cacheTtl()).isEqualTo(Duration.ofSeconds(60));
    assertThat(accepted("profile: seed-4").tuning())
        .isEqualTo(Map.of("performance.cache_max_entries", "50000"));
  }

  @Test
  void modelOverHttp_needsWhatNobodyCanGuess() throws IOException {
    assertThat(problems("claude: {mode: api, url: 'http://api.example.com'}"))
        .containsExactlyInAnyOrder(
            "line 1: claude.model: claude.mode api needs it",
            "line 1: claude.input_price_per_million: claude.mode api needs it",
            "line 1: claude.output_price_per_million: claude.mode api needs it",
            "line 1: claude.api_key_file: claude.mode api needs it, or ANTHROPIC_API_KEY in the"
                + " environment",
            "line 1: claude.url: the API key may travel over https only, except on loopback");
    assertThat(problems("claude: {api_key: sk-in-the-open}"))
        .singleElement()
        .asString()
        .contains("claude.api_key: unknown key");
    secret("shown", "rw-r--r--", "sk-1");
    assertThat(problems("claude: {api_key_file: shown}"))
        .singleElement()
        .asString()
        .contains("600");
  }

  @Test
  void modelOverHttp_takesItsKeyFromFileOrEnvironmentAndShowsItNowhere() throws IOException {
    var yaml =
        "claude: {mode: api, model: m, input_price_per_million: 0.25, output_price_per_million: 15";
    secret("key", "rw-------", "sk-1\n");
    var api = accepted(yaml + ", api_key_file: key, max_cost_per_hour: 2.5}");
    var config = Objects.requireNonNull(api.claude().api());
    assertThat(config.key().reveal()).isEqualTo("sk-1");
    assertThat(config.url()).hasToString("https://api.anthropic.com");
    assertThat(config.inputPrice()).isEqualByComparingTo("0.25");
    assertThat(config.poolIdleTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.poolMaxIdle()).isEqualTo(10);
    assertThat(EngineTuning.of(0, api.tuning()).model().dollarsPerHour()).isEqualTo(2.5);
    assertThat(api.toString()).doesNotContain("sk-1");

    var reading = ConfigFile.parse(yaml + "}", folder, Map.of("ANTHROPIC_API_KEY", "sk-2"));
    var other = ((ConfigReading.Accepted) reading).config().claude().api();
    assertThat(Objects.requireNonNull(other).key().reveal()).isEqualTo("sk-2");
  }

  @Test
  void keyThatNoHeaderCanCarry_isRefusedWithoutBeingShown() throws IOException {
    var yaml =
        "claude: {mode: api, model: m, input_price_per_million: 1, output_price_per_million: 2";
    var message =
        "line 1: claude.api_key_file: the API key has a character that a header cannot carry";
    for (var key : List.of("sk-1\u00e9", "sk-1 \u201csk-2\u201d", "sk-1\tsk-2")) {
      secret("key", "rw-------", key + "\n");
      assertThat(problems(yaml + ", api_key_file: key}")).containsExactly(message);
      assertThat(ConfigFile.parse(yaml + "}", folder, Map.of("ANTHROPIC_API_KEY", key)))
          .isInstanceOfSatisfying(
              ConfigReading.Refused.class,
              refused -> assertThat(refused.problems().toString()).doesNotContain("sk-1"));
    }
    assertThat(problems("claude: {api_version: \"2023\u00e9\"}"))
        .singleElement()
        .asString()
        .contains("claude.api_version", "visible ASCII");
  }

  @Test
  void production_limitsWhatUsersAsk() {
    var limits = EngineTuning.of(0, accepted("profile: production").tuning()).rateLimit();
    assertThat(limits).isEqualTo(new EngineTuning.RateLimit(true, 1_000, 100, 200));
    assertThat(EngineTuning.defaults().rateLimit().enabled()).isFalse();
  }

  @Test
  void everyProfile_isAccepted() {
    for (var name : SeedProfile.names()) {
      assertThat(ConfigFile.parse("profile: " + name, folder, Map.of()))
          .isInstanceOf(ConfigReading.Accepted.class);
    }
  }

  @Test
  void environment_overridesTheFileAndItsTyposAreErrors() {
    var yaml = "database: {url: 'jdbc:postgresql://db:5432/a'}";
    var environment =
        Map.of(
            "HAL9_DATABASE_URL", "jdbc:postgresql://other:5432/b",
            "HAL9_CIRCUIT_BREAKER_TIMEOUT", "9s",
            "HAL9_HOME", "/somewhere",
            "HAL9_SERVER_PORT", "tcp://10.0.0.1:9000",
            "HAL9_SERVER_SERVICE_HOST", "10.0.0.1");
    var reading = ConfigFile.parse(yaml, folder, environment);
    assertThat(reading).isInstanceOf(ConfigReading.Accepted.class);
    var config = ((ConfigReading.Accepted) reading).config();
    assertThat(config.database().url()).isEqualTo("jdbc:postgresql://other:5432/b");
    assertThat(config.tuning()).containsEntry("circuit_breaker.timeout", "9s");
    var typo = ConfigFile.parse("", folder, Map.of("HAL9_DATABASE_ULR", "jdbc:postgresql://x/y"));
    assertThat(((ConfigReading.Refused) typo).problems())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "environment: HAL9_DATABASE_ULR: unknown variable; did you mean HAL9_DATABASE_URL?");
  }

  @Test
  void fileReadAgain_needsARestartForWhatWasChangedAlone() throws IOException {
    secret("keys", "rw-------", "1 " + "A".repeat(43) + "=");
    secret("api", "rw-------", "sk-1\n");
    var yaml =
        """
        node: {name: node-1}
        server: {http2: on}
        redis: {durable_url: "redis://127.0.0.1:7000"}
        auth: optional
        session: {key_file: keys, regions: us-west 10.1.0.0/16, trusted_proxies: 10.0.0.0/8}
        claude: {mode: api, model: m, input_price_per_million: 1, output_price_per_million: 2, api_key_file: api}
        queue: {replicas: 0}
        """;
    var running = accepted(yaml);
    assertThat(accepted(yaml).restartFor(running)).isEmpty();
    assertThat(changed(running, yaml, "replicas: 0", "replicas: 1")).isEmpty();
    assertThat(changed(running, yaml, "auth: optional", "auth: required")).containsExactly("auth");
    assertThat(changed(running, yaml, "10.1.0.0/16", "10.1.0.0/17")).containsExactly("session");
    assertThat(changed(running, yaml, "10.0.0.0/8", "10.0.0.1")).containsExactly("session");
    // A node follows a Redis that has moved, with the same password.
    assertThat(changed(running, yaml, "7000", "7001")).isEmpty();
    assertThat(changed(running, yaml, "redis://", "rediss://")).containsExactly("redis");
    assertThat(changed(running, yaml, "http2: on", "http2: off")).containsExactly("server");
    secret("api", "rw-------", "sk-2\n");
    assertThat(accepted(yaml).restartFor(running)).containsExactly("claude");
  }

  private List<String> changed(NodeConfig running, String yaml, String from, String to) {
    return accepted(yaml.replace(from, to)).restartFor(running);
  }

  @Test
  void help_namesEveryKey() {
    var help = ConfigHelp.text();
    assertThat(Settings.all())
        .allSatisfy(
            setting ->
                assertThat(help)
                    .contains(setting.key().substring(setting.key().indexOf('.') + 1) + ":"));
  }

  private NodeConfig accepted(String yaml) {
    var reading = ConfigFile.parse(yaml, folder, Map.of());
    assertThat(reading).isInstanceOf(ConfigReading.Accepted.class);
    return ((ConfigReading.Accepted) reading).config();
  }

  private List<String> problems(String yaml) {
    var reading = ConfigFile.parse(yaml, folder, Map.of());
    assertThat(reading).isInstanceOf(ConfigReading.Refused.class);
    return ((ConfigReading.Refused) reading)
        .problems().stream().map(ConfigProblem::toString).toList();
  }

  private Path secret(String name, String permissions, String text) throws IOException {
    var file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }
}
