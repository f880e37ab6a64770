package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateGateTest {

  private static final String SIGNAL = "/api/v1/signal";
  private static final String GAMES = "/api/games";

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
  void games_areCountedWhereTheyAreChanged_andBehindTheNodesLimitWherever() throws IOException {
    node.limiting(
            "rate_limit.enabled", "on",
            "rate_limit.user_burst", "1",
            "rate_limit.global_per_second", "20")
        .start(FakeNode.limits());
    try (var client = node.client()) {
      var refused = client.post(GAMES, "not even JSON").response();
      for (var i = 0; i < 4 && refused.status() == 400; i++) {
        refused = client.post(GAMES, "not even JSON").response();
      }
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsEntry("ratelimit-limit", "1");

      var read = client.get(GAMES).response();
      assertThat(read.status()).isEqualTo(404);
      for (var i = 0; i < 40 && read.status() == 404; i++) {
        read = client.get(GAMES).response();
      }
      assertThat(read.status()).isEqualTo(429);
      assertThat(read.headers()).containsEntry("ratelimit-limit", "20");
    }
  }
}
