package ai.hal9.sim.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that an upstream refuses because it is shutting down. */
class DrainingUpstreamTest extends BalancerFixture {

  private static final String DRAINING =
      "{\"type\":\"urn:hal9:problem:draining\",\"title\":\"Service Unavailable\",\"status\":503}";

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chunked"})
  void repeatableRequests_areServedByTheOther(String path) throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.refusing(DRAINING);
    for (var i = 0; i < 4; i++) {
      assertThat(backend(served(get(path)))).isEqualTo("two");
      var keyed = builder("/api/v1/signal").header("Idempotency-Key", "k" + i);
      assertThat(served(keyed.POST(BodyPublishers.ofString("hello")).build()).body())
          .isEqualTo("hello");
    }
    assertThat(two.served()).hasSize(8);
    assertThat(one.served()).isNotEmpty();
    assertThat(upstream("one").retries()).isEqualTo(one.served().size());
    assertThat(upstream("one").fails()).isZero();
    assertThat(upstream("one").requests()).containsEntry("5xx", (long) one.served().size());
    await().until(() -> upstream("one").inFlight() + upstream("two").inFlight() == 0);
  }

  @Test
  void postWithoutKey_hearsIt() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.refusing(DRAINING);
    two.refusing(DRAINING);
    assertRefused(send(post("/", "hello")), DRAINING);
    assertThat(one.served().size() + two.served().size()).isEqualTo(1);
  }

  @Test
  void streamedBody_hearsIt() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.refusing(DRAINING);
    two.refusing(DRAINING);
    var more = 16 * BalancerConfig.Forwarding.defaults().replayBytes();
    var put = builder("/").PUT(BodyPublishers.ofString("x".repeat(more))).build();
    assertRefused(send(put), DRAINING);
    assertThat(one.served().size() + two.served().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"urn:hal9:problem:overloaded\"}",
        "{\"detail\":\"urn:hal9:problem:draining\"}",
        "[\"urn:hal9:problem:draining\"]",
        "urn:hal9:problem:draining",
        "{\"type\":\"urn:hal9:problem:draining\""
      })
  void otherRefusals_areNotTriedAgain(String problem) throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.refusing(problem);
    two.refusing(problem);
    assertRefused(send(get("/")), problem);
    assertRefused(send(get("/chunked")), problem);
    assertThat(one.served().size() + two.served().size()).isEqualTo(2);
  }

  @Test
  void problemOfMuchText_arrivesWhole() throws Exception {
    start(calm(), one.address(1), two.address(1));
    var much = DRAINING.replace("Service", "x".repeat(100_000));
    one.refusing(much);
    two.refusing(much);
    assertRefused(send(get("/")), much);
    assertRefused(send(get("/chunked")), much);
    assertThat(one.served().size() + two.served().size()).isEqualTo(2);
  }

  @Test
  void everyUpstreamShuttingDown_isHeardAfterTwo() throws Exception {
    try (var three = new Backend("three")) {
      start(calm(), one.address(1), two.address(1), three.address(1));
      one.refusing(DRAINING);
      two.refusing(DRAINING);
      three.refusing(DRAINING);
      assertRefused(send(get("/")), DRAINING);
      assertThat(one.served().size() + two.served().size() + three.served().size()).isEqualTo(2);
    }
  }

  @Test
  void onlyUpstreamShuttingDown_isHeard() throws Exception {
    start(calm(), one.address(1));
    one.refusing(DRAINING);
    assertRefused(send(get("/")), DRAINING);
    assertThat(upstream("one").retries()).isZero();
    one.refusing("");
    served(get("/"));
  }

  private HttpResponse<String> served(HttpRequest request) throws Exception {
    var response = send(request);
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  private static void assertRefused(HttpResponse<String> response, String problem) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(response.body()).isEqualTo(problem);
  }
}
