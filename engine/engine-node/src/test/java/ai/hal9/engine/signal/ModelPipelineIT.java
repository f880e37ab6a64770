package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.MODEL_FALLBACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.model.LocalApi;
import ai.hal9.engine.store.TestStores;
import ai.hal9.engine.trace.Traced;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals answered by a model over HTTP and stored in PostgreSQL. */
@Timeout(60)
class ModelPipelineIT {

  private final LocalApi api = new LocalApi();
  private final Knobs knobs = new Knobs("claude.max_retries", "0");

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void signal_isAnsweredByTheModelsItPassedAndStored() throws Exception {
    try (var fixture = PipelineFixture.on(TestStores.database(), api.model(knobs))) {
      api.then(LocalApi.said("FORWARD_TO: designer\\nCONTENT: a plan"));
      api.then(LocalApi.said("the design"));

      var answer = fixture.answer("build a house");

      assertThat(answer.content()).isEqualTo("the design");
      assertThat(answer.path()).containsExactly("strategist", "designer");
      assertThat(answer.models()).containsExactly(LocalApi.MODEL);
      assertThat(fixture.rows()).containsEntry(answer.signalId(), "build a house");
      assertThat(fixture.answer("build a house").cache()).isEqualTo(CacheOutcome.LOCAL);
      assertThat(api.requests()).isEqualTo(2);
    }
  }

  @Test
  void mockInTheModelsPlace_saysSoAndIsNotKept() throws Exception {
    try (var fixture =
        PipelineFixture.on(
            TestStores.database(), api.model(knobs), "claude.fallback_to_mock", "on")) {
      api.then(LocalApi.error(529, "overloaded_error", "Overloaded"));
      api.then(LocalApi.error(529, "overloaded_error", "Overloaded"));
      api.then(LocalApi.error(529, "overloaded_error", "Overloaded"));

      assertThat(fixture.answer("hello").models()).containsExactly("mock");
      assertThat(fixture.meters.total(MODEL_FALLBACKS)).isEqualTo(3);

      api.then(LocalApi.said("back"));
      var second = fixture.answer("hello");
      assertThat(second.cache()).isEqualTo(CacheOutcome.MISS);
      assertThat(second.models()).containsExactly(LocalApi.MODEL);
    }
  }

  @Test
  void modelThatFailsFiveTimes_isSparedByItsBreaker() throws Exception {
    try (var fixture = PipelineFixture.on(TestStores.database(), api.model(knobs))) {
      for (var i = 0; i < 5; i++) {
        api.then(LocalApi.error(500, "api_error", "Internal server error"));
        assertThat(PipelineFixture.outcome(fixture.submit("signal " + i)))
            .isInstanceOfSatisfying(
                SignalOutcome.Refused.class,
                no -> assertThat(no.reason()).isEqualTo(Refusal.MODEL_UNAVAILABLE));
      }

      assertThat(PipelineFixture.outcome(fixture.submit("one more")))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class, no -> assertThat(no.retryAfter()).isPositive());
      assertThat(api.requests()).isEqualTo(5);
      assertThat(fixture.meters.value(BREAKER_STATE, "model")).isEqualTo(2);
      assertThat(fixture.meters.value(BREAKER_STATE, "postgres")).isZero();
    }
  }

  @Test
  void requestTheModelRefuses_isTheClientsMatterAndNotTheBreakers() throws Exception {
    try (var fixture = PipelineFixture.on(TestStores.database(), api.model(knobs))) {
      for (var i = 0; i < 6; i++) {
        api.then(LocalApi.error(400, "invalid_request_error", "prompt is too long"));
        assertThat(PipelineFixture.outcome(fixture.submit("signal " + i)))
            .isInstanceOfSatisfying(
                SignalOutcome.Refused.class,
                no -> {
                  assertThat(no.reason().status()).isEqualTo(422);
                  assertThat(no.message()).contains("prompt is too long");
                });
      }
    }
  }

  @Test
  void callOfClientsThatHaveAllGone_isCutOff() throws Exception {
    try (var fixture = PipelineFixture.on(TestStores.database(), api.model(knobs))) {
      api.then(LocalApi.said("late").headersDelay(30, TimeUnit.SECONDS));
      var leader = new Leaving();
      var follower = new Leaving();
      fixture.pipeline.service().submit(call(leader), leader.outcome::complete);
      await().until(() -> api.requests() == 1);
      fixture.pipeline.service().submit(call(follower), follower.outcome::complete);

      api.then(LocalApi.said("for those who come later"));
      leader.leave();
      assertThat(follower.outcome).isNotDone();
      follower.leave();

      assertThat(fixture.answer("slow").content()).isEqualTo("for those who come later");
      assertThat(PipelineFixture.outcome(follower.outcome))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              no -> assertThat(no.reason()).isEqualTo(Refusal.ABANDONED));
    }
  }

  private static SignalCall call(Presence presence) {
    return new SignalCall(
        new SignalRequest("slow", null, null, null),
        null,
        System.nanoTime(),
        presence,
        Traced.alone());
  }

  /** A client that goes away when it is told. */
  private static final class Leaving implements Presence {
    final CompletableFuture<SignalOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    @Override
    public void whenGone(Runnable action) {
      var _ = gone.thenRun(action);
    }

    void leave() {
      gone.complete(null);
    }
  }
}
