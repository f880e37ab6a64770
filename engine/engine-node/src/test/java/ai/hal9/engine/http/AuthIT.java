package ai.hal9.engine.http;

import static ai.hal9.api.metric.MetricCatalogue.ENTITY_HITS;
import static ai.hal9.api.metric.MetricCatalogue.ENTITY_MISSES;
import static ai.hal9.api.metric.MetricCatalogue.LOGINS;
import static ai.hal9.api.metric.MetricCatalogue.LOGIN_FAILURES;
import static ai.hal9.api.metric.MetricCatalogue.PASSWORD_HASH_TIME;
import static ai.hal9.api.metric.MetricCatalogue.SESSION_LOOKUPS;
import static ai.hal9.engine.Stalls.awaitWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.Stalls;
import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.GameOutcome;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.session.KeyFiles;
import ai.hal9.engine.session.Regions;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Signal;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users over HTTP, at two nodes in different regions, with real PostgreSQL and Redis. */
class AuthIT {

  private static final String AUTH = "/api/v1/auth/";
  private static final String SIGNAL = "/api/v1/signal";
  private static final String JOINING = "{\"name\":\"anna\"}";
  private static final String PASSWORD = "correct horse battery";
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final JsonMapper JSON = new JsonMapper();

  private static TestRedis redis;
  private static Database database;
  private static Path keyFile;
  private static int names;

  private final Knobs knobs = new Knobs("login.window", "1h", "login.hashes", "2");
  private final RecordedMeters meters = new RecordedMeters();
  private final Queue<TelemetryEvent> told = new ConcurrentLinkedQueue<>();
  private final String cluster = "auth" + System.nanoTime();
  private final String name = "user" + ++names;
  private ClusterRedis raw;
  private FakeNode west;
  private FakeNode central;
  private Accounts westAccounts;
  private Accounts centralAccounts;

  @BeforeAll
  static void startStores(@TempDir Path directory) throws Exception {
    redis = TestRedis.start(directory.resolve("redis"));
    database = TestStores.withTables();
    keyFile = KeyFiles.write(directory.resolve("keys"), 1);
  }

  @AfterAll
  static void stopStores() {
    redis.close();
  }

  @BeforeEach
  void startNodes() throws IOException {
    raw = redis.client(cluster);
    westAccounts = accounts("us-west");
    centralAccounts = accounts("eu-central");
    west = node(westAccounts, false);
    central = node(centralAccounts, false);
  }

  @AfterEach
  void stopNodes() {
    west.close();
    central.close();
    westAccounts.close();
    centralAccounts.close();
  }

  private Accounts accounts(String region) {
    var client = redis.client(cluster);
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    var sessions =
        Sessions.in(
            client,
            keyFile,
            new Regions(region, Map.of()),
            knobs,
            meters,
            told::add,
            random,
            clock);
    return Accounts.in(
        new Accounts.Surroundings(
            database,
            client,
            breaker(clock),
            client,
            sessions,
            breaker(clock),
            knobs,
            meters,
            told::add,
            random,
            clock,
            System::nanoTime));
  }

  private Breaker breaker(Clock clock) {
    return Breaker.aroundStore("redis", "Redis", knobs, meters, told::add, clock);
  }

  private static FakeNode node(Accounts accounts, boolean required) throws IOException {
    var node = new FakeNode();
    var loopback = List.of(Network.parse("127.0.0.0/8").orElseThrow());
    node.auth =
        new NodeApi.Auth(accounts, new NodeConfig.Auth(required, keyFile, Map.of(), loopback));
    return node.start(FakeNode.limits());
  }

  private record Answer(int status, Map<String, String> headers, JsonNode json) {
    JsonNode data() {
      assertThat(status).as(json.toString()).isEqualTo(200);
      return json.path("data");
    }
  }

  private static Answer call(FakeNode node, String method, String path, String token, String body)
      throws IOException {
    return call(node, method, path, token, body, "");
  }

  private static Answer call(
      FakeNode node, String method, String path, String token, String body, String headers)
      throws IOException {
    try (var client = node.client()) {
      var shown = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
      var response = client.request(method, path, body, shown + headers).response();
      return new Answer(response.status(), response.headers(), JSON.readTree(response.body()));
    }
  }

  private static int signal(FakeNode node, String token) throws IOException {
    return call(node, "POST", SIGNAL, token, "{\"content\":\"hello\"}").status();
  }

  private static String credentials(String name, String password) {
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }

  private String register(FakeNode node) throws IOException {
    return call(node, "POST", AUTH + "register", "", credentials(name, PASSWORD))
        .data()
        .path("access_token")
        .asString();
  }

  private Answer login(FakeNode node, String password) throws IOException {
    return call(node, "POST", AUTH + "login", "", credentials(name, password));
  }

  @Test
  void user_registersLogsInAndSendsSignals_asTheLoadScriptDoes() throws IOException {
    register(west);
    var login = login(central, PASSWORD);
    var token = login.data().path("access_token").asString();
    assertThat(login.data().path("token_type").asString()).isEqualTo("Bearer");
    assertThat(login.data().path("expires_in").asInt()).isEqualTo(3_600);
    assertThat(login.headers()).containsEntry("cache-control", "no-store");
    var user = login.data().path("user").path("user_id").asString();

    var body = "{\"content\":\"Test signal\",\"layer\":\"L4\",\"neuron_id\":\"test-neuron\"}";
    assertThat(call(west, "POST", SIGNAL, token, body).status()).isEqualTo(200);
    assertThat(west.calls.getLast().request().userId()).isEqualTo(user);
    assertThat(meters.total(LOGINS)).isEqualTo(1);

    var profile = call(west, "GET", AUTH + "profile", token, "").data();
    assertThat(profile.path("username").asString()).isEqualTo(name);
    assertThat(
            call(west, "PATCH", AUTH + "profile", token, "{\"display_name\":\"Frank P.\"}")
                .data()
                .path("display_name")
                .asString())
        .isEqualTo("Frank P.");
    assertThat(
            call(central, "GET", AUTH + "profile", token, "")
                .data()
                .path("display_name")
                .asString())
        .isEqualTo("Frank P.");
  }

  @Test
  void signal_withoutToken_isTakenUnlessOneIsRequired() throws IOException {
    var token = register(west);
    try (var strict = node(westAccounts, true)) {
      assertThat(signal(west, "")).isEqualTo(200);
      assertThat(signal(strict, "")).isEqualTo(401);
      assertThat(signal(strict, token)).isEqualTo(200);
      for (var wrong :
          List.of(
              "x",
              token + "x",
              token.replace("hal9_s_", "hal9_k_"),
              "hal9_s_" + "A".repeat(43),
              "hal9_k_" + "A".repeat(64))) {
        assertThat(signal(west, wrong)).as(wrong).isEqualTo(401);
        assertThat(signal(strict, wrong)).as(wrong).isEqualTo(401);
      }
      assertThat(call(west, "GET", AUTH + "profile", "", "").status()).isEqualTo(401);
    }
  }

  @Test
  void user_lookedUpAtTwoNodes_isCountedAsOneMissAndThenHits() throws IOException {
    var token = register(west);
    for (var node : List.of(west, central, west)) {
      assertThat(call(node, "GET", AUTH + "profile", token, "").status()).isEqualTo(200);
    }
    assertThat(meters.total(ENTITY_MISSES, "user")).isEqualTo(1);
    assertThat(meters.total(ENTITY_HITS, "user", "redis")).isEqualTo(2);
  }

  @Test
  void games_areForKnownUsersAlone_whereOneIsRequired() throws IOException {
    var token = register(west);
    var game = "/api/games/" + FakeNode.ID;
    try (var strict = node(westAccounts, true)) {
      for (var path : List.of("/api/games", game, game + "/rounds", game + "/events")) {
        assertThat(call(strict, "GET", path, "", "").status()).as(path).isEqualTo(401);
        assertThat(call(strict, "GET", path, token, "").status()).as(path).isEqualTo(404);
        assertThat(call(west, "GET", path, "", "").status()).as(path).isEqualTo(404);
        assertThat(call(west, "GET", path, "x", "").status()).as(path).isEqualTo(401);
      }
      for (var path : List.of(game + "/players", "/api/v1/games/" + FakeNode.ID + "/players")) {
        assertThat(call(strict, "POST", path, "", JOINING).status()).as(path).isEqualTo(401);
        assertThat(call(strict, "POST", path, token, JOINING).status()).as(path).isEqualTo(404);
        assertThat(call(west, "POST", path, "", JOINING).status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void requestPassedOn_carriesTheCaller_andIsCountedOnce() throws IOException {
    var token = register(west);
    var game = "/api/games/" + FakeNode.ID;
    try (var owner = owner();
        var front = new FakeNode()) {
      front.auth = west.auth;
      front.games = new OwnedElsewhere(owner.self);
      front.start(FakeNode.limits());
      for (var i = 0; i < 5; i++) {
        var joined = call(front, "POST", game + "/players", token, JOINING);
        assertThat(joined.status()).isEqualTo(404);
        assertThat(joined.json().path("detail").asString()).isEqualTo("There are no games here.");
      }
      // A WebSocket's handshake that the owner refuses: not with 401, nor with 429.
      var upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
      assertThat(call(front, "GET", game + "/events", token, "", upgrade).status()).isEqualTo(404);
      assertThat(call(front, "POST", game + "/players", "", JOINING).status()).isEqualTo(401);

      // Who only says so is a client like any other.
      var alleged = "X-Hal9-Forwarded: 1\r\n";
      assertThat(call(owner, "POST", game + "/players", token, JOINING, alleged).status())
          .isEqualTo(404);
      assertThat(call(owner, "POST", game + "/players", token, JOINING, alleged).status())
          .isEqualTo(429);
      assertThat(call(front, "POST", game + "/players", token, JOINING, alleged).status())
          .isEqualTo(421);
    }
  }

  /** A node that knows who asks, and takes one request a second. */
  private FakeNode owner() throws IOException {
    var owner = new FakeNode();
    owner.auth =
        new NodeApi.Auth(centralAccounts, new NodeConfig.Auth(true, keyFile, Map.of(), List.of()));
    owner.limiting("rate_limit.enabled", "on", "rate_limit.global_per_second", "1");
    var port = FreePorts.several(1).getFirst();
    owner.self = Peer.at(URI.create("http://127.0.0.1:" + port), new SecureRandom());
    return owner.start(FakeNode.limits(port));
  }

  /** All games are another node's. */
  private static final class OwnedElsewhere extends NoGames {
    private final Peer owner;

    OwnedElsewhere(Peer owner) {
      this.owner = owner;
    }

    @Override
    public GameOutcome<Joined> join(UUID game, UUID player, String name) {
      return new GameOutcome.Elsewhere<>(owner);
    }

    @Override
    public GameOutcome<Watch> watch(UUID game) {
      return new GameOutcome.Elsewhere<>(owner);
    }
  }

  @Test
  void signal_forAnotherUser_isForbidden() throws IOException {
    var token = register(west);
    var own = call(west, "GET", AUTH + "profile", token, "").data().path("user_id").asString();
    var body = "{\"content\":\"hello\",\"user_id\":\"%s\"}";
    assertThat(call(west, "POST", SIGNAL, token, body.formatted(own)).status()).isEqualTo(200);
    assertThat(call(west, "POST", SIGNAL, token, body.formatted("somebody")).status())
        .isEqualTo(403);
    assertThat(west.calls).hasSize(1);
    var others = "/api/v1/signals/" + FakeNode.ID;
    assertThat(call(west, "GET", others, token, "").status()).isEqualTo(404);
    assertThat(call(west, "GET", others, "", "").status()).isEqualTo(200);
  }

  @Test
  void signal_withoutToken_bearsNoUsersName() throws IOException {
    var token = register(west);
    var own = call(west, "GET", AUTH + "profile", token, "").data().path("user_id").asString();
    var body = "{\"content\":\"hello\",\"user_id\":\"%s\"}";

    assertThat(call(west, "POST", SIGNAL, "", body.formatted(own)).status()).isEqualTo(403);
    assertThat(west.calls).isEmpty();

    for (var name : List.of("ada", UUID.randomUUID().toString(), "x".repeat(36))) {
      assertThat(call(west, "POST", SIGNAL, "", body.formatted(name)).status())
          .as(name)
          .isEqualTo(200);
      assertThat(west.calls.getLast().request().userId()).isEqualTo(name);
    }
  }

  @Test
  void signal_ofAKnownUser_isShownToThatUserAlone() throws IOException {
    var token = register(west);
    var own = call(west, "GET", AUTH + "profile", token, "").data().path("user_id").asString();
    var other =
        call(west, "POST", AUTH + "register", "", credentials(name + "-other", PASSWORD))
            .data()
            .path("access_token")
            .asString();
    var path = "/api/v1/signals/" + FakeNode.ID;
    west.stored = "{\"content\":\"mine\",\"user_id\":\"%s\"}".formatted(own);
    assertThat(call(west, "GET", path, token, "").status()).isEqualTo(200);
    assertThat(call(west, "GET", path, other, "").status()).isEqualTo(404);
    assertThat(call(west, "GET", path, "", "").status()).isEqualTo(404);

    for (var claimed : List.of("ada", UUID.randomUUID().toString(), "x".repeat(36))) {
      west.stored = "{\"user_id\":\"%s\"}".formatted(claimed);
      assertThat(call(west, "GET", path, "", "").status()).as(claimed).isEqualTo(200);
    }
  }

  @Test
  void logout_endsTheSessionAtEveryNodeWithinASecond() throws IOException {
    var token = register(west);
    var other = login(west, PASSWORD).data().path("access_token").asString();
    assertThat(signal(central, token)).isEqualTo(200);
    assertThat(signal(central, other)).isEqualTo(200);

    assertThat(call(west, "POST", AUTH + "logout", token, "").data().path("revoked").asInt())
        .isEqualTo(1);
    assertThat(signal(west, token)).isEqualTo(401);
    awaitWithin(A_SECOND, () -> signal(central, token) == 401);
    assertThat(signal(central, other)).isEqualTo(200);

    call(central, "POST", AUTH + "logout/everywhere", other, "").data();
    awaitWithin(A_SECOND, () -> signal(west, other) == 401);
  }

  @Test
  void session_revokedWithoutAnyMessage_isRefusedWithinASecondAllTheSame() throws IOException {
    var token = register(west);
    assertThat(signal(west, token)).isEqualTo(200);
    for (var key : raw.call(commands -> commands.keys(raw.key("session:*:*")))) {
      raw.call(commands -> commands.del(key));
    }
    awaitWithin(A_SECOND, () -> signal(west, token) == 401);
  }

  @Test
  void tokenInSteadyUse_isServedFromMemory_andLookedUpBesideTheRequests() throws IOException {
    var token = register(west);
    var end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    var served = 0;
    var stalled = 0L;
    try (var client = west.client();
        var stalls = new Stalls()) {
      while (System.nanoTime() < end) {
        client.post(SIGNAL, "{\"content\":\"hello\"}", "Authorization: Bearer " + token + "\r\n");
        assertThat(client.response().status()).isEqualTo(200);
        served++;
      }
      stalled = stalls.total().toMillis();
    }
    // what was looked up is old after a second, in which this machine may have done nothing
    assertThat(meters.total(SESSION_LOOKUPS, "local"))
        .isBetween(served - 1 - stalled / 500, served - 1L);
    assertThat(meters.total(SESSION_LOOKUPS, "redis")).isBetween(3L - stalled / 500, 7L);
  }

  @Test
  void unknownUserAndWrongPassword_cannotBeToldApart() throws IOException {
    register(west);
    var before = meters.samples(PASSWORD_HASH_TIME);
    var wrong = login(west, "wrong password");
    assertThat(meters.samples(PASSWORD_HASH_TIME)).isEqualTo(before + 1);
    var unknown =
        call(west, "POST", AUTH + "login", "", credentials("nobody-" + name, "wrong password"));
    assertThat(meters.samples(PASSWORD_HASH_TIME)).isEqualTo(before + 2);

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    for (var field : List.of("type", "title", "detail", "instance", "violations")) {
      assertThat(unknown.json().path(field)).as(field).isEqualTo(wrong.json().path(field));
    }
    assertThat(unknown.json().size()).isEqualTo(wrong.json().size());
    assertThat(meters.total(LOGIN_FAILURES, "bad-credentials")).isEqualTo(2);
  }

  @Test
  void attempts_areLimitedPerUserAtAllNodesTogether_andARightOneForgets() throws IOException {
    knobs.set("login.attempts", "3");
    register(west);
    assertThat(login(west, "wrong password").status()).isEqualTo(401);
    assertThat(login(central, "wrong password").status()).isEqualTo(401);
    assertThat(login(west, PASSWORD).status()).isEqualTo(200);
    assertThat(login(west, "wrong password").status()).isEqualTo(401);
    assertThat(login(central, "wrong password").status()).isEqualTo(401);
    assertThat(login(west, "wrong password").status()).isEqualTo(401);
    var limited = login(central, PASSWORD);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(Integer.parseInt(limited.headers().get("retry-after"))).isBetween(3_590, 3_600);
    login(central, PASSWORD);
    assertThat(told)
        .extracting(TelemetryEvent::title)
        .containsOnlyOnce("attempts to log in are limited");
  }

  @Test
  void attempts_thatTheStoreFails_areNotCounted() throws IOException {
    knobs.set("login.attempts", "2");
    register(west);
    rename("users", "users_away");
    try {
      for (var i = 0; i < 3; i++) {
        assertThat(login(west, PASSWORD).status()).isEqualTo(503);
      }
    } finally {
      rename("users_away", "users");
    }
    assertThat(login(west, PASSWORD).status()).isEqualTo(200);
  }

  private static void rename(String table, String name) {
    database.ask(
        "test",
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute("ALTER TABLE " + table + " RENAME TO " + name);
          }
        });
  }

  @Test
  void attempts_areLimitedPerAddress_asTheTrustedProxyTellsIt() throws IOException {
    knobs.set("login.address_attempts", "2");
    for (var i = 0; i < 2; i++) {
      assertThat(from("203.0.113.7", name + i).status()).isEqualTo(401);
    }
    assertThat(from("203.0.113.7", name + "x").status()).isEqualTo(429);
    assertThat(from("9.9.9.9, 203.0.113.7", name + "y").status()).isEqualTo(429);
    assertThat(from("203.0.113.8", name + "z").status()).isEqualTo(401);
  }

  private Answer from(String address, String user) throws IOException {
    return from(address, "login", user, "wrong password");
  }

  private Answer from(String address, String what, String user, String password)
      throws IOException {
    return call(
        west,
        "POST",
        AUTH + what,
        "",
        credentials(user, password),
        "X-Forwarded-For: " + address + "\r\n");
  }

  @Test
  void registrations_areLimitedPerAddress_thoughTheySucceed() throws IOException {
    knobs.set("login.registrations_per_address", "2");
    assertThat(from("203.0.113.7", "register", name + "a", PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.7", "register", name + "b", PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.7", "login", name + "a", PASSWORD).status()).isEqualTo(200);

    var limited = from("203.0.113.7", "register", name + "c", PASSWORD);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(Integer.parseInt(limited.headers().get("retry-after"))).isBetween(3_590, 3_600);
    assertThat(from("203.0.113.8", "register", name + "c", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void logins_thatAreRight_areLimitedPerUserAndPerAddress() throws IOException {
    register(west);
    knobs.set("login.logins_per_user", "2", "login.logins_per_address", "3");
    assertThat(from("203.0.113.7", "login", name, PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.8", "login", name, PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.9", "login", name, PASSWORD).status()).isEqualTo(429);

    assertThat(from("203.0.113.7", "register", name + "x", PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.7", "login", name + "x", PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.7", "login", name + "x", PASSWORD).status()).isEqualTo(200);
    assertThat(from("203.0.113.7", "login", name + "y", PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void stormOfLogins_isRefusedBeyondAShortQueue() throws IOException {
    register(west);
    knobs.set("login.hashes", "1", "login.attempts", "1000", "login.address_attempts", "1000");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var storm =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            try {
                              return login(west, PASSWORD).status();
                            } catch (IOException e) {
                              throw new AssertionError(e);
                            }
                          },
                          threads))
              .toList();
      var statuses = storm.stream().map(CompletableFuture::join).toList();
      assertThat(statuses).containsOnly(200, 503);
      assertThat(statuses).filteredOn(status -> status == 503).hasSizeGreaterThan(10);
    }
    assertThat(login(west, PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void password_changed_endsTheOtherSessions() throws IOException {
    var token = register(west);
    var other = login(west, PASSWORD).data().path("access_token").asString();
    var change = "{\"current_password\":\"%s\",\"new_password\":\"another long one\"}";
    assertThat(call(west, "POST", AUTH + "password", token, change.formatted("wrong one")).status())
        .isEqualTo(401);
    assertThat(
            call(west, "POST", AUTH + "password", token, change.formatted(PASSWORD))
                .data()
                .path("revoked")
                .asInt())
        .isEqualTo(1);
    assertThat(signal(west, token)).isEqualTo(200);
    assertThat(signal(west, other)).isEqualTo(401);
    assertThat(login(west, PASSWORD).status()).isEqualTo(401);
    assertThat(login(west, "another long one").status()).isEqualTo(200);
  }

  @Test
  void password_changedByACallThatIsRepeated_isAnsweredAgain_andEndsTheOtherSessions()
      throws IOException {
    var token = register(west);
    var change =
        "{\"current_password\":\"%s\",\"new_password\":\"another long one\"}".formatted(PASSWORD);
    call(west, "POST", AUTH + "password", token, change).data();
    var other = login(west, "another long one").data().path("access_token").asString();

    assertThat(call(west, "POST", AUTH + "password", token, change).data().path("revoked").asInt())
        .isEqualTo(1);
    assertThat(signal(west, other)).isEqualTo(401);
    assertThat(signal(west, token)).isEqualTo(200);
  }

  @Test
  void password_changedByGuessing_countsEachPasswordThatIsTried() throws IOException {
    var token = register(west);
    knobs.set("login.attempts", "4");
    var before = meters.samples(PASSWORD_HASH_TIME);
    for (var i = 0; i < 2; i++) {
      assertThat(change(token, "guess number " + i, "another guess " + i)).isEqualTo(401);
    }

    assertThat(change(token, "guess number 3", PASSWORD)).isEqualTo(429);
    assertThat(meters.samples(PASSWORD_HASH_TIME)).isEqualTo(before + 4);
  }

  @Test
  void password_changedToTheSameWrongOne_isOneGuess() throws IOException {
    var token = register(west);
    knobs.set("login.attempts", "2");
    assertThat(change(token, "wrong password", "wrong password")).isEqualTo(401);
    assertThat(change(token, PASSWORD, "another long one")).isEqualTo(200);
  }

  private int change(String token, String current, String replacement) throws IOException {
    var body =
        "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(current, replacement);
    return call(west, "POST", AUTH + "password", token, body).status();
  }

  @Test
  void password_ofAUserWhoseNameOthersTry_canBeChanged() throws IOException {
    var token = register(west);
    knobs.set("login.attempts", "2");
    login(west, "wrong password");
    login(west, "wrong password");
    assertThat(login(west, PASSWORD).status()).isEqualTo(429);

    var change =
        "{\"current_password\":\"%s\",\"new_password\":\"another long one\"}".formatted(PASSWORD);
    assertThat(call(west, "POST", AUTH + "password", token, change).status()).isEqualTo(200);
  }

  @Test
  void apiKey_isShownOnce_usedForSignalsAlone_andRevokedEverywhere() throws IOException {
    var token = register(west);
    var made = call(west, "POST", AUTH + "api-keys", token, "{\"name\":\"ci\"}").data();
    var key = made.path("api_key").asString();
    assertThat(key).startsWith(made.path("prefix").asString());

    assertThat(signal(central, key)).isEqualTo(200);
    assertThat(central.calls.getLast().request().userId())
        .isEqualTo(call(west, "GET", AUTH + "profile", key, "").data().path("user_id").asString());
    assertThat(call(west, "POST", AUTH + "api-keys", key, "{\"name\":\"more\"}").status())
        .isEqualTo(403);
    await().until(() -> keys(token).path(0).path("last_used_at").isString());
    assertThat(keys(token).path(0).path("name").asString()).isEqualTo("ci");
    assertThat(keys(token).toString()).doesNotContain(key);

    var id = made.path("id").asString();
    var strangers =
        call(west, "POST", AUTH + "register", "", credentials(name + "-other", PASSWORD))
            .data()
            .path("access_token")
            .asString();
    assertThat(call(west, "DELETE", AUTH + "api-keys/" + id, strangers, "").status())
        .isEqualTo(404);
    assertThat(signal(central, key)).isEqualTo(200);
    call(west, "DELETE", AUTH + "api-keys/" + id, token, "").data();
    awaitWithin(A_SECOND, () -> signal(central, key) == 401);
    assertThat(signal(west, key)).isEqualTo(401);
    assertThat(keys(token)).isEmpty();
  }

  private JsonNode keys(String token) throws IOException {
    return call(west, "GET", AUTH + "api-keys", token, "").data();
  }

  @Test
  void session_revokedFromTheList_endsTheOther() throws IOException {
    var token = register(west);
    var other = login(central, PASSWORD).data().path("access_token").asString();
    var list = call(west, "GET", AUTH + "sessions", token, "").data();
    assertThat(list).hasSize(2);
    for (var session : list) {
      if (!session.path("current").asBoolean()) {
        var path = AUTH + "sessions/" + session.path("id").asString();
        assertThat(call(west, "DELETE", path, token, "").data().path("revoked").asInt())
            .isEqualTo(1);
      }
    }
    assertThat(signal(west, token)).isEqualTo(200);
    awaitWithin(A_SECOND, () -> signal(central, other) == 401);
  }

  @Test
  void badFields_areNamed_andNeverRepeated() throws IOException {
    register(west);
    assertThat(refusal(credentials(name, "another long one"), 409)).contains("taken");
    assertThat(refusal(credentials(name.toUpperCase(Locale.ROOT), "another long one"), 409))
        .contains("taken");
    assertThat(refusal(credentials("a b", PASSWORD), 400)).contains("username");
    assertThat(refusal(credentials("fresh", "hunter2"), 400))
        .contains("password")
        .doesNotContain("hunter2");
    assertThat(refusal("{\"username\":\"fresh\",\"password\":7}", 400)).contains("password");
    assertThat(refusal("{\"password\":\"hunter2", 400)).doesNotContain("hunter2");
    assertThat(refusal("[]", 400)).contains("object");
  }

  private String refusal(String body, int status) throws IOException {
    var answer = call(west, "POST", AUTH + "register", "", body);
    assertThat(answer.status()).isEqualTo(status);
    return answer.json().toString();
  }

  @Test
  void redisAway_refusesTokensForNow_andServesThoseWithout() throws IOException {
    var token = register(west);
    redis.stop();
    try {
      await().until(() -> signal(west, token) == 503);
      assertThat(signal(west, "")).isEqualTo(200);
      assertThat(login(west, PASSWORD).status()).isEqualTo(503);
    } finally {
      redis.startAgain();
    }
    await().until(() -> signal(west, token) == 200);
  }

  @Test
  void redisThatHangs_keepsApiKeysWaitingForAMomentOnly() throws IOException {
    var token = register(west);
    var key =
        call(west, "POST", AUTH + "api-keys", token, "{\"name\":\"ci\"}")
            .data()
            .path("api_key")
            .asString();
    var hanging = redis.server().process();
    hanging.signal(Signal.STOP);
    try {
      await().until(() -> takeUnderASecond(key, 200));
      await().until(() -> takeUnderASecond(token, 503));
    } finally {
      hanging.signal(Signal.CONT);
    }
    await().until(() -> signal(west, token) == 200);
  }

  /** Whether a number of signals, each answered with the given status, takes less than that. */
  private boolean takeUnderASecond(String shown, int status) throws IOException {
    var start = System.nanoTime();
    for (var i = 0; i < 10; i++) {
      if (signal(west, shown) != status) {
        return false;
      }
    }
    return System.nanoTime() - start < A_SECOND.toNanos();
  }

  @Test
  void nothingSecret_isLogged() throws IOException {
    var root = (Logger) LoggerFactory.getLogger("ai.hal9");
    var before = root.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
    try {
      var token = register(west);
      login(west, "hunter2-hunter2");
      var key =
          call(west, "POST", AUTH + "api-keys", token, "{\"name\":\"ci\"}")
              .data()
              .path("api_key")
              .asString();
      signal(west, key);
      redis.stop();
      signal(central, token);
      login(west, PASSWORD);
      redis.startAgain();
      assertThat(lines.list).isNotEmpty();
      assertThat(lines.list.stream().map(AuthIT::text))
          .noneMatch(
              line ->
                  line.contains(token)
                      || line.contains(key)
                      || line.contains("hunter2")
                      || line.contains(PASSWORD));
    } finally {
      root.detachAppender(lines);
      root.setLevel(before);
    }
  }

  private static String text(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    return event.getFormattedMessage() + (thrown == null ? "" : thrown.getMessage());
  }
}
