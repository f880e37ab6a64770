package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.account.Caller;
import ai.hal9.engine.account.Callers.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateGateTest {

  private static final String SIGNAL = "/api/v1/signal";
  private static final String GAMES = "/api/games";
  private static final String SHOWING = "Authorization: Bearer something\r\n";

  private final FakeNode node = new FakeNode();

  @AfterEach
  void stop() {
    node.close();
  }

  private static RawClient.Response ask(RawClient client, String user) throws IOException {
    return client
        .post(SIGNAL, "{\"content\":\"hi\",\"user_id\":\"%s\"}".formatted(user))
        .response();
  }

  @Test
  void withoutLimits_nothingIsSaidOfThem() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      assertThat(ask(client, "ada").headers()).doesNotContainKey("ratelimit-limit");
    }
  }

  @Test
  void user_whoAsksTooMuch_isToldWhenToComeBackAndOthersPass() throws IOException {
    node.limiting(
            "rate_limit.enabled", "on",
            "rate_limit.user_per_second", "10",
            "rate_limit.user_burst", "4")
        .start(FakeNode.limits());
    try (var client = node.client()) {
      var first = ask(client, "ada");
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.headers())
          .containsEntry("ratelimit-limit", "4")
          .containsEntry("ratelimit-remaining", "3")
          .containsEntry("ratelimit-reset", "1");
      var refused = first;
      for (var i = 0; i < 5 && refused.status() == 200; i++) {
        refused = ask(client, "ada");
      }

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers())
          .containsEntry("retry-after", "1")
          .containsEntry("ratelimit-remaining", "0")
          .containsEntry("content-type", "application/problem+json");
      assertThat(refused.body()).contains("urn:hal9:problem:rate-limited");
      assertThat(ask(client, "grace").status()).isEqualTo(200);
    }
  }

  @Test
  void node_thatIsAskedTooMuch_refusesBeforeItReadsTheBody() throws IOException {
    node.limiting("rate_limit.enabled", "on", "rate_limit.global_per_second", "1")
        .start(FakeNode.limits());
    try (var client = node.client()) {
      assertThat(ask(client, "ada").status()).isEqualTo(200);

      var refused = client.post(SIGNAL, "not even JSON").response();

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers())
          .containsEntry("ratelimit-limit", "1")
          .containsEntry("retry-after", "1");
      assertThat(client.get("/health/live").response().status()).isEqualTo(200);
    }
    assertThat(node.calls).hasSize(1);
  }

  @Test
  void signalsWithoutUser_areCountedByAddress() throws IOException {
    node.limiting("rate_limit.enabled", "on", "rate_limit.user_burst", "1")
        .start(FakeNode.limits());
    var hello = "{\"content\":\"hi\"}";
    try (var client = node.client()) {
      var one = "X-Forwarded-For: 10.0.0.9, 192.0.2.1\r\n";
      var status = 200;
      for (var i = 0; i < 4 && status == 200; i++) {
        status = client.post(SIGNAL, hello, one).response().status();
      }

      assertThat(status).isEqualTo(429);
      assertThat(client.post(SIGNAL, hello, "X-Forwarded-For: 192.0.2.2\r\n").response().status())
          .isEqualTo(200);
      assertThat(client.post(SIGNAL, hello).response().status()).isEqualTo(200);
    }
  }

  @Test
  void userWhoIsOnlyClaimed_isCountedByAddressToo_soThatNobodyTakesFromAnother()
      throws IOException {
    node.limiting("rate_limit.enabled", "on", "rate_limit.user_burst", "1")
        .start(FakeNode.limits());
    var ada = "{\"content\":\"hi\",\"user_id\":\"ada\"}";
    try (var client = node.client()) {
      var status = 200;
      for (var i = 0; i < 4 && status == 200; i++) {
        status = client.post(SIGNAL, ada, "X-Forwarded-For: 192.0.2.1\r\n").response().status();
      }

      assertThat(status).isEqualTo(429);
      assertThat(client.post(SIGNAL, ada, "X-Forwarded-For: 192.0.2.2\r\n").response().status())
          .isEqualTo(200);
    }
  }

  @Test
  void user_whoIsRefused_usesUpNothingOfWhatOthersMayAsk() throws IOException {
    node.limiting(
            "rate_limit.enabled", "on",
            "rate_limit.user_burst", "1",
            "rate_limit.global_per_second", "20")
        .start(FakeNode.limits());
    try (var client = node.client()) {
      for (var i = 0; i < 100; i++) {
        var answer = ask(client, "ada");
        if (answer.status() != 200) {
          assertThat(answer.headers()).containsEntry("ratelimit-limit", "1");
        }
      }

      assertThat(ask(client, "grace").status()).isEqualTo(200);
    }
  }

  @Test
  void whatAsksAStore_isCounted_whateverItIs() throws IOException {
    node.limiting("rate_limit.enabled", "on", "rate_limit.user_burst", "1")
        .start(FakeNode.limits());
    var memories = "/api/v1/neurons/strategist/memories";
    try (var client = node.client()) {
      for (var path :
          List.of(
              GAMES,
              GAMES + "/leaderboard",
              "/api/v1/signals/" + FakeNode.ID,
              memories + "?q=a",
              memories + "/recent",
              "/api/v1/neurons/strategist/state",
              "/api/v1/auth/profile")) {
        assertThat(exhausted(() -> client.get(path))).as(path).isTrue();
      }
      var state = "{\"mood\":\"calm\"}";
      assertThat(exhausted(() -> client.post(memories, "{\"content\":\"x\"}"))).isTrue();
      assertThat(exhausted(() -> client.post(memories + "/nearest", "{}"))).isTrue();
      assertThat(
              exhausted(() -> client.request("PUT", "/api/v1/neurons/strategist/state", state, "")))
          .isTrue();
    }
  }

  /** Sends one request. */
  private interface Asking {
    RawClient now() throws IOException;
  }

  /** Whether the user's limit refuses one of a few such requests. */
  private static boolean exhausted(Asking asking) throws IOException {
    var status = 0;
    for (var i = 0; i < 4 && status != 429; i++) {
      var answer = asking.now().response();
      status = answer.status();
      assertThat(answer.headers()).containsEntry("ratelimit-limit", "1");
    }
    return status == 429;
  }

  @Test
  void wrongTokens_areCountedByAddress_andOnesUnknownAreNotEvenLookedUpThen() throws IOException {
    node.limiting("rate_limit.enabled", "on", "rate_limit.user_burst", "1")
        .start(FakeNode.limits());
    var wrong = "X-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer wrong\r\n";
    var hello = "{\"content\":\"hi\"}";
    try (var client = node.client()) {
      var answer = client.post(SIGNAL, hello, wrong).response();
      assertThat(answer.status()).isEqualTo(401);
      for (var i = 0; i < 4 && answer.status() == 401; i++) {
        answer = client.post(SIGNAL, hello, wrong).response();
      }
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsEntry("retry-after", "1");

      var elsewhere = wrong.replace("192.0.2.1", "192.0.2.2");
      assertThat(client.post(SIGNAL, hello, elsewhere).response().status()).isEqualTo(401);
      var without = "X-Forwarded-For: 192.0.2.1\r\n";
      assertThat(client.post(SIGNAL, hello, without).response().status()).isEqualTo(200);
    }
  }

  @Test
  void wrongTokens_shownAtOnce_areLookedUpNoMoreOftenThanTheyMayBeWrong() throws Exception {
    var asked = new AtomicInteger();
    var judged = new CountDownLatch(1);
    knowing(
        shown -> {
          asked.incrementAndGet();
          judged.await();
          return new Verdict.Unknown();
        });
    var clients = new ArrayList<RawClient>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<RawClient.Response>>();
      for (var i = 0; i < 10; i++) {
        var client = node.client().get(GAMES, SHOWING);
        clients.add(client);
        answers.add(threads.submit(client::response));
      }
      await()
          .until(
              () ->
                  asked.get() + answers.stream().filter(Future::isDone).count() == answers.size());

      // The first lease, and perhaps as much again before the cluster has refused another.
      assertThat(asked.get()).isBetween(1, 2);
      judged.countDown();
      var statuses = new ArrayList<Integer>();
      for (var answer : answers) {
        assertThat(answer.get().headers()).containsEntry("ratelimit-limit", "1");
        statuses.add(answer.get().status());
      }
      assertThat(statuses).containsOnly(401, 429);
      assertThat(statuses).filteredOn(status -> status == 401).hasSize(asked.get());
    } finally {
      judged.countDown();
      for (var client : clients) {
        client.close();
      }
    }
  }

  @Test
  void tokens_thatAreRight_orCannotBeToldNow_areNotCountedAsWrong() throws Exception {
    var user = new Caller(FakeNode.ID, FakeNode.ID.toString(), FakeNode.ID, Caller.Kind.SESSION);
    var shownSoFar = new AtomicInteger();
    knowing(
        shown ->
            shownSoFar.incrementAndGet() % 2 == 0
                ? new Verdict.Known(user)
                : new Verdict.Unavailable());
    try (var client = node.client()) {
      for (var i = 0; i < 20; i++) {
        assertThat(client.get("/api/v1/auth/sessions", SHOWING).response().status())
            .as("request %d", i)
            .isIn(404, 503, 429);
      }
    }
    assertThat(shownSoFar).hasValue(20);
  }

  /** Looks a token up, perhaps late. */
  private interface LookUp {
    Verdict of(String shown) throws InterruptedException;
  }

  private void knowing(LookUp lookUp) throws IOException {
    var accounts =
        new NoAccounts() {
          @Override
          public Verdict find(String authorization) {
            try {
              return lookUp.of(authorization);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    node.auth = new NodeApi.Auth(accounts, node.auth.config());
    node.limiting("rate_limit.enabled", "on", "rate_limit.user_burst", "1")
        .start(FakeNode.limits());
  }

  @Test
  void reading_isBehindTheNodesLimitToo() throws IOException {
    node.limiting("rate_limit.enabled", "on", "rate_limit.global_per_second", "1")
        .start(FakeNode.limits());
    try (var client = node.client()) {
      assertThat(client.get(GAMES).response().status()).isEqualTo(404);

      var refused = client.get(GAMES).response();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsEntry("ratelimit-limit", "1");
    }
  }
}
