package ai.hal9.engine.model;

import static ai.hal9.api.metric.MetricCatalogue.MODEL_CONNECTIONS;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_COST;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_HELD_BACK;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_RESPONSES;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_RETRIES;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_TOKENS;
import static ai.hal9.engine.model.LocalApi.error;
import static ai.hal9.engine.model.LocalApi.said;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.Stalls;
import ai.hal9.engine.neuron.ModelException;
import ai.hal9.engine.neuron.ModelException.Fault;
import ai.hal9.engine.neuron.ModelReply;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.neuron.Patience;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.trace.Traced;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class AnthropicModelTest {

  private static final Neuron NEURON = Neuron.of("strategist", Layer.L4, List.of("designer"));
  private static final SharedSpending ALONE = (window, heard, amount, life) -> OptionalLong.empty();

  private final Knobs knobs = new Knobs();
  private final LocalApi api = new LocalApi();
  private final AnthropicModel model = api.model(knobs, ALONE, builder -> {});

  @AfterEach
  void close() {
    model.close();
    api.close();
  }

  private ModelReply ask() {
    return model.reply(NEURON, "say \"hi\" to 世界", new Patience());
  }

  private ModelException failure() {
    return catchThrowableOfType(ModelException.class, this::ask);
  }

  @Test
  void reply_isTheTextOfAWellFormedExchange() throws InterruptedException {
    var asker = Traced.alone();
    api.then(said("FORWARD_TO: designer"));

    assertThat(model.reply(NEURON, "say \"hi\" to 世界", new Patience(asker)))
        .isEqualTo(ModelReply.of("FORWARD_TO: designer", LocalApi.MODEL));

    var request = api.server.takeRequest();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getTarget()).isEqualTo("/v1/messages");
    assertThat(request.getHeaders().get("x-api-key")).isEqualTo(LocalApi.KEY);
    assertThat(request.getHeaders().get("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(request.getHeaders().get("traceparent")).isEqualTo(asker.trace().toString());
    assertThat(request.getHeaders().get("content-type")).isEqualTo("application/json");
    var body = JsonMapper.builder().build().readTree(requireNonNull(request.getBody()).utf8());
    assertThat(body.path("model").asString()).isEqualTo(LocalApi.MODEL);
    assertThat(body.path("max_tokens").asInt()).isEqualTo(1_000);
    assertThat(body.path("system").asString()).contains("strategist", "L4", "designer");
    assertThat(body.path("messages").size()).isEqualTo(1);
    assertThat(body.path("messages").path(0).path("role").asString()).isEqualTo("user");
    assertThat(body.path("messages").path(0).path("content").asString())
        .isEqualTo("say \"hi\" to 世界");
    assertThat(api.meters.total(MODEL_TOKENS, "input")).isEqualTo(10);
    assertThat(api.meters.total(MODEL_TOKENS, "output")).isEqualTo(5);
    assertThat(api.meters.value(MODEL_COST)).isCloseTo(10 * 3e-6 + 5 * 15e-6, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 529})
  void answerThatMayBeRepeated_isAskedForAgain(int status) {
    api.then(error(status, "overloaded_error", "Overloaded"));
    api.then(said("second"));

    assertThat(ask().text()).isEqualTo("second");
    assertThat(api.meters.total(MODEL_RETRIES, Integer.toString(status))).isEqualTo(1);
  }

  @Test
  void retryAfter_isWaitedFor() {
    api.then(error(429, "rate_limit_error", "Slow down").addHeader("retry-after", "1"));
    api.then(said("later"));

    var start = System.nanoTime();
    assertThat(ask().text()).isEqualTo("later");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void retryAfterBeyondTheTimeLimit_isToldToTheClientAtOnce() {
    api.then(error(429, "rate_limit_error", "Slow down").addHeader("retry-after", "45"));

    var start = System.nanoTime();
    var failure = failure();

    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(45));
    assertThat(failure.fault()).isEqualTo(Fault.MODEL);
    assertThat(failure.why()).contains("429", "rate_limit_error", "Slow down");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(api.requests()).isEqualTo(1);
  }

  static Stream<Arguments> unrepeatable() {
    return Stream.of(
        Arguments.of(error(400, "invalid_request_error", "too long"), Fault.REQUEST, "400"),
        Arguments.of(error(413, "request_too_large", "too large"), Fault.REQUEST, "413"),
        Arguments.of(error(401, "authentication_error", "invalid x-api-key"), Fault.MODEL, "401"),
        Arguments.of(new MockResponse.Builder().body("<html>"), Fault.MODEL, "broken"),
        Arguments.of(new MockResponse.Builder().body("{\"content\":[]}"), Fault.MODEL, "broken"),
        Arguments.of(new MockResponse.Builder().body("[1]"), Fault.MODEL, "broken"),
        Arguments.of(
            said("half").onResponseBody(new SocketEffect.CloseSocket()), Fault.MODEL, "broken"),
        Arguments.of(
            said("never").onResponseStart(new SocketEffect.CloseSocket()), Fault.MODEL, "broken"));
  }

  @ParameterizedTest
  @MethodSource("unrepeatable")
  void failureThatMayHaveBeenServed_isNotRepeated(
      MockResponse.Builder response, Fault fault, String status) {
    api.then(response);
    api.then(said("must not be asked for"));

    var failure = failure();

    assertThat(failure.fault()).isEqualTo(fault);
    assertThat(failure.why()).doesNotContain(LocalApi.KEY);
    assertThat(api.meters.total(MODEL_RESPONSES, status)).isEqualTo(1);
    assertThat(api.requests()).isEqualTo(1);
  }

  @Test
  void halfAnAnswer_isTakenToCostTheMost() {
    api.then(said("half").onResponseBody(new SocketEffect.CloseSocket()));
    failure();

    assertThat(api.meters.value(MODEL_COST)).isGreaterThan(1_000 * 15e-6);
  }

  @Test
  void slowModel_isGivenUpAtTheTimeLimit() {
    knobs.set("claude.timeout", "200ms");
    api.then(said("late").headersDelay(5, TimeUnit.SECONDS));

    try (var stalls = new Stalls()) {
      var start = System.nanoTime();
      assertThat(failure().why()).contains("in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Duration.ofSeconds(2).plus(stalls.total()));
    }
    assertThat(api.meters.total(MODEL_RESPONSES, "timeout")).isEqualTo(1);
  }

  @Test
  void serverThatIsNotThere_isTriedAgainUntilTheRetriesEnd() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    knobs.set("claude.max_retries", "1");
    try (var nobody =
        new AnthropicModel(
            LocalApi.config(URI.create("http://127.0.0.1:" + port)),
            ALONE,
            new AnthropicModel.Surroundings(
                knobs,
                api.meters,
                event -> {},
                InstantSource.system(),
                System::nanoTime,
                new Random(1)),
            builder -> {})) {
      var failure =
          catchThrowableOfType(
              ModelException.class, () -> nobody.reply(NEURON, "hi", new Patience()));

      assertThat(failure.why()).contains("cannot be reached");
    }
    assertThat(api.meters.total(MODEL_RESPONSES, "unreachable")).isEqualTo(2);
    assertThat(api.meters.value(MODEL_COST)).isZero();
  }

  @Test
  void retries_areAShareOfCallsOnceTheReserveIsSpent() {
    knobs.set("claude.max_retries", "1", "claude.retry_budget", "0.1");
    for (var i = 0; i < 60; i++) {
      api.then(error(529, "overloaded_error", "Overloaded").addHeader("retry-after", "0"));
    }
    var failures =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        this::failure, task -> Thread.ofVirtual().start(task)))
            .toList();
    failures.forEach(CompletableFuture::join);

    assertThat(api.meters.total(MODEL_RETRIES, "529")).isBetween(10L, 13L);
    assertThat(api.meters.total(MODEL_HELD_BACK, "retry-budget")).isBetween(17L, 20L);
  }

  @Test
  void callThatNobodyWaitsFor_isCutOff() throws InterruptedException {
    api.then(said("late").headersDelay(15, TimeUnit.SECONDS));
    var patience = new Patience();
    var failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    ModelException.class, () -> model.reply(NEURON, "hi", patience)),
            task -> Thread.ofVirtual().start(task));
    api.server.takeRequest();
    assertThat(api.meters.value(MODEL_CONNECTIONS, "active")).isEqualTo(1);

    patience.end();

    assertThat(failure.join().fault()).isEqualTo(Fault.ABANDONED);
    await().until(() -> api.meters.value(MODEL_CONNECTIONS, "active") == 0);
  }

  @Test
  void pauseThatNobodyWaitsFor_isCutShort() {
    api.then(error(429, "rate_limit_error", "Slow down").addHeader("retry-after", "15"));
    var patience = new Patience();
    var failure =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    ModelException.class, () -> model.reply(NEURON, "hi", patience)),
            task -> Thread.ofVirtual().start(task));
    await().until(() -> api.meters.total(MODEL_RETRIES, "429") == 1);

    patience.end();

    assertThat(failure.join().fault()).isEqualTo(Fault.ABANDONED);
  }

  @Test
  void requestsBeyondTheMinutes_areNotSent() {
    knobs.set("claude.max_requests_per_minute", "2");
    api.then(said("one"));
    api.then(said("two"));
    ask();
    ask();

    var failure = failure();

    assertThat(failure.fault()).isEqualTo(Fault.LIMIT);
    assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    assertThat(api.requests()).isEqualTo(2);
  }

  @Test
  void callThatCouldExceedTheCeiling_isNotSent() {
    knobs.set("claude.max_cost_per_hour", "0.01");

    var failure = failure();

    assertThat(failure.fault()).isEqualTo(Fault.LIMIT);
    assertThat(failure.why()).contains("hour");
    assertThat(failure.retryAfter()).isBetween(Duration.ZERO, Duration.ofHours(1));
    assertThat(api.meters.total(MODEL_HELD_BACK, "cost-hour")).isEqualTo(1);
    assertThat(api.requests()).isZero();
  }

  @Test
  void callThatOneLimitRefuses_takesNothingFromTheOther() {
    knobs.set("claude.max_requests_per_minute", "1", "claude.max_cost_per_hour", "0.01");
    assertThat(failure().why()).contains("hour");

    // enough for one call at its most, not for two
    knobs.set("claude.max_requests_per_minute", "1", "claude.max_cost_per_hour", "0.03");
    api.then(said("one"));
    assertThat(ask().text()).isEqualTo("one");
    assertThat(failure().why()).contains("per minute");

    knobs.set("claude.max_requests_per_minute", "2", "claude.max_cost_per_hour", "0.03");
    api.then(said("two"));
    assertThat(ask().text()).isEqualTo("two");
  }

  @Test
  void connection_isUsedAgain() throws InterruptedException {
    for (var i = 0; i < 3; i++) {
      api.then(said("again"));
      ask();
    }

    assertThat(
            List.of(
                api.server.takeRequest().getExchangeIndex(),
                api.server.takeRequest().getExchangeIndex(),
                api.server.takeRequest().getExchangeIndex()))
        .containsExactly(0, 1, 2);
    await().until(() -> api.meters.value(MODEL_CONNECTIONS, "idle") == 1);
  }

  @Test
  void serverThatSpeaksHttp2_isAskedOverOneConnection() throws InterruptedException {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    var serving = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    var trusting =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    try (var secure = new LocalApi()) {
      secure.server.useHttps(serving.sslSocketFactory());
      try (var over =
          secure.model(
              knobs,
              ALONE,
              builder ->
                  builder.sslSocketFactory(trusting.sslSocketFactory(), trusting.trustManager()))) {
        secure.then(said("one").headersDelay(300, TimeUnit.MILLISECONDS));
        secure.then(said("two"));
        over.reply(NEURON, "hi", new Patience());
        over.reply(NEURON, "hi", new Patience());

        var first = secure.server.takeRequest();
        assertThat(first.getConnectionIndex()).isZero();
        assertThat(secure.server.takeRequest().getConnectionIndex()).isZero();
        assertThat(first.getVersion()).isEqualTo("HTTP/2");
      }
    }
  }
}
