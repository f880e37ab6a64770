package ai.hal9.sim.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is chosen, and what becomes of requests when servers fail. */
class BalancerTest extends BalancerFixture {
  @Test
  void weights_idleUpstreams_shareRequestsByWeight() throws Exception {
    start(calm(), one.address(3), two.address(1));
    for (var i = 0; i < 40; i++) {
      send(get("/"));
    }
    assertThat(one.served()).hasSize(30);
    assertThat(two.served()).hasSize(10);
  }

  @Test
  void leastConnections_oneUpstreamBusy_otherServes() throws Exception {
    start(calm(), one.address(1), two.address(1));
    var first = http.sendAsync(get("/wait"), BodyHandlers.ofString());
    await().until(() -> one.served().size() + two.served().size() == 1);
    var busy = one.served().isEmpty() ? two : one;
    for (var i = 0; i < 5; i++) {
      send(get("/"));
    }
    assertThat(busy.served()).containsExactly("GET /wait");
    one.release();
    two.release();
    assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void deadUpstream_postWithoutKey_isServedByTheOther() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.awaitCheck();
    one.die();
    for (var i = 0; i < 10; i++) {
      assertThat(send(post("/", "body")).statusCode()).isEqualTo(200);
    }
    assertThat(two.served()).hasSize(10);
    assertThat(upstream("one").retries()).isLessThanOrEqualTo(3);
  }

  @Test
  void failedRequests_maxFails_takeUpstreamOutAndItReturns() throws Exception {
    start(checking(Duration.ofHours(1), Duration.ofMillis(700)), one.address(1), two.address(1));
    one.breaking(true);
    for (var i = 0; i < 10; i++) {
      assertThat(send(get("/")).statusCode()).isEqualTo(200);
    }
    assertThat(one.served()).hasSize(3);
    assertThat(upstream("one").up()).isFalse();
    one.breaking(false);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(backend(send(get("/")))).isEqualTo("one"));
    assertThat(upstream("one").up()).isTrue();
  }

  @Test
  void brokenUpstream_postWithoutKey_isNotSentAgain() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.breaking(true);
    two.breaking(true);
    var response = send(post("/", "body"));
    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(one.served().size() + two.served().size()).isEqualTo(1);
  }

  @Test
  void brokenUpstream_postWithKey_isSentToTheOtherWithItsBody() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.breaking(true);
    for (var i = 0; i < 4; i++) {
      var request = builder("/api/v1/signal").header("Idempotency-Key", "k" + i);
      var response = send(request.POST(BodyPublishers.ofString("hello")).build());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
    }
    assertThat(two.served()).hasSize(4);
    assertThat(one.served()).isNotEmpty();
  }

  @Test
  void brokenUpstream_postWithKeyWhereNobodyLooksAtIt_isNotSentAgain() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.breaking(true);
    two.breaking(true);
    for (var path : List.of("/api/games", "/api/v1/signals", "/api/v1/signal/")) {
      var request = builder(path).header("Idempotency-Key", "k");
      assertThat(send(request.POST(BodyPublishers.ofString("hello")).build()).statusCode())
          .isEqualTo(502);
    }
    assertThat(one.served().size() + two.served().size()).isEqualTo(3);
  }

  @Test
  void unreadyUpstream_activeCheck_isLeftAtOnceAndTakenBack() throws Exception {
    start(checking(Duration.ofMillis(50), Duration.ofHours(1)), one.address(1), two.address(1));
    one.ready(false);
    await().until(() -> !upstream("one").up());
    for (var i = 0; i < 6; i++) {
      assertThat(backend(send(get("/")))).isEqualTo("two");
    }
    one.ready(true);
    await().until(() -> upstream("one").up());
    assertThat(List.of(backend(send(get("/"))), backend(send(get("/"))))).contains("one");
  }

  @Test
  void restartedUpstream_activeCheck_forgetsItsFailures() throws Exception {
    start(checking(Duration.ofMillis(50), Duration.ofHours(1)), one.address(1), two.address(1));
    one.die();
    await().until(() -> !upstream("one").up());
    one.revive();
    await().until(() -> upstream("one").up());
  }

  @Test
  void noUpstream_request_is503WithRetryAfter() throws Exception {
    start(calm());
    var response = send(get("/"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(response.body())
        .contains("no node can take the request", "\"urn:hal9:balancer:no-node\"")
        .doesNotContain("trace_id");
  }

  @Test
  void problem_ofARequestInATrace_namesTheTrace() throws Exception {
    start(calm());
    var trace = "0123456789abcdef0123456789abcdef";
    var given = "00-" + trace + "-0123456789abcdef-01";
    var response = send(traced(given));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("traceparent")).contains(given);
    assertThat(response.body()).contains("\"trace_id\":\"" + trace + "\"");

    var none = send(traced(given.replace(trace, "0".repeat(32))));
    assertThat(none.headers().firstValue("traceparent")).isEmpty();
    assertThat(none.body()).doesNotContain("trace_id");
  }

  private HttpRequest traced(String parent) {
    return HttpRequest.newBuilder(get("/"), (name, value) -> true)
        .header("traceparent", parent)
        .build();
  }

  @Test
  void drain_requestInFlight_isAnsweredAndNewOnesAreRefused() throws Exception {
    start(calm(), one.address(1));
    var inFlight = http.sendAsync(get("/wait"), BodyHandlers.ofString());
    await().until(() -> one.served().size() == 1);
    var closing = CompletableFuture.runAsync(balancer::close);
    await().untilAsserted(() -> assertThat(connectRefused(balancer.port())).isTrue());
    one.release();
    var response = inFlight.get(10, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("connection")).contains("close");
    closing.get(10, TimeUnit.SECONDS);
  }

  @Test
  void status_withoutToken_is401AndWithItTellsRequests() throws Exception {
    start(calm(), one.address(1));
    send(get("/"));
    assertThat(send(get("/balancer/status")).statusCode()).isEqualTo(401);
    assertThat(send(get("/balancer/health")).statusCode()).isEqualTo(200);
    var status =
        send(builder("/balancer/status").header("Authorization", "Bearer " + TOKEN).build());
    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(status.body()).contains("\"name\":\"one\"", "\"2xx\":1", "\"startedAt\":\"");
  }

  @Test
  void upstreams_replacedAtRunTime_moveTraffic() throws Exception {
    start(calm(), one.address(1));
    assertThat(backend(send(get("/")))).isEqualTo("one");
    var put =
        builder("/balancer/upstreams")
            .header("Authorization", "Bearer " + TOKEN)
            .PUT(
                BodyPublishers.ofString(
                    "{\"upstreams\":[{\"name\":\"two\",\"url\":\"%s\"}]}"
                        .formatted(two.address(1).url())))
            .build();
    assertThat(send(put).statusCode()).isEqualTo(200);
    assertThat(backend(send(get("/")))).isEqualTo("two");
    var wrong =
        builder("/balancer/upstreams")
            .header("Authorization", "Bearer " + TOKEN)
            .PUT(BodyPublishers.ofString("{\"upstreams\":[{\"nme\":1}]}"))
            .build();
    assertThat(send(wrong).statusCode()).isEqualTo(400);
  }
}
