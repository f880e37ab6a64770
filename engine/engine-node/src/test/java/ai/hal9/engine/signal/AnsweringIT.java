package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_TRANSITIONS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_COALESCED;
import static ai.hal9.api.metric.MetricCatalogue.PARALLEL_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.PARALLEL_WAITING;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_SHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.Layer;
import ai.hal9.api.signal.Priority;
import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.ModelException;
import ai.hal9.engine.neuron.ModelReply;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.neuron.Patience;
import ai.hal9.engine.store.TestStores;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnsweringIT {

  /** A model that answers when it is let. */
  private static final class Gate implements LanguageModel {
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean failing;

    @Override
    public ModelReply reply(Neuron neuron, String content, Patience patience) {
      calls.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new ModelException("interrupted");
      }
      if (failing) {
        throw new ModelException("broken");
      }
      return ModelReply.of("answer to " + content, "gate");
    }
  }

  @Test
  void identicalRequests_inFlight_askTheModelOnceAndAreStoredEach() throws Exception {
    var model = new Gate();
    try (var fixture = PipelineFixture.on(TestStores.database(), model)) {
      var futures = IntStream.range(0, 50).mapToObj(i -> fixture.submit("same")).toList();
      await().until(() -> model.calls.get() == 1);
      model.open.countDown();
      var answers = futures.stream().map(PipelineFixture::answer).toList();

      assertThat(model.calls).hasValue(1);
      assertThat(new HashSet<>(answers.stream().map(SignalAnswer::signalId).toList())).hasSize(50);
      assertThat(answers)
          .filteredOn(answer -> answer.cache() == CacheOutcome.COALESCED)
          .hasSize(49);
      assertThat(fixture.meters.total(CACHE_COALESCED)).isEqualTo(49);
      assertThat(fixture.rowCount()).isEqualTo(50);
    }
  }

  @Test
  void failureOfTheLeader_reachesItsFollowers() throws Exception {
    var model = new Gate();
    model.failing = true;
    try (var fixture = PipelineFixture.on(TestStores.database(), model)) {
      var futures = IntStream.range(0, 10).mapToObj(i -> fixture.submit("same")).toList();
      model.open.countDown();

      assertThat(futures.stream().map(PipelineFixture::outcome))
          .allSatisfy(
              outcome ->
                  assertThat(outcome)
                      .isInstanceOfSatisfying(
                          SignalOutcome.Refused.class,
                          no -> assertThat(no.reason()).isEqualTo(Refusal.MODEL_UNAVAILABLE)));
      assertThat(fixture.rowCount()).isZero();
    }
  }

  @Test
  void parallelLimit_changedUnderLoad_letsMoreIn() throws Exception {
    var model = new Gate();
    try (var fixture =
        PipelineFixture.on(
            TestStores.database(), model, "performance.max_concurrent_signals", "2")) {
      var futures = IntStream.range(0, 10).mapToObj(i -> fixture.submit("signal " + i)).toList();
      await().until(() -> fixture.meters.value(PARALLEL_WAITING) == 8);
      assertThat(model.calls).hasValue(2);

      fixture.knobs.set("performance.max_concurrent_signals", "5");
      await().until(() -> model.calls.get() == 5);
      assertThat(fixture.meters.value(PARALLEL_ACTIVE)).isEqualTo(5);

      fixture.knobs.set("performance.parallelism", "off");
      model.open.countDown();
      assertThat(PipelineFixture.answered(futures)).isEqualTo(10);
    }
  }

  /** A model that notes what it is asked, and answers so often as it is let. */
  private static final class Turnstile implements LanguageModel {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Semaphore turns = new Semaphore(0);

    @Override
    public ModelReply reply(Neuron neuron, String content, Patience patience) {
      asked.add(content);
      turns.acquireUninterruptibly();
      return ModelReply.of("answer to " + content, "turnstile");
    }
  }

  private static CompletableFuture<SignalOutcome> submit(
      PipelineFixture fixture, String content, Priority priority) {
    return fixture.submit(new SignalRequest(content, null, null, null, priority), null);
  }

  @Test
  void identicalRequest_thatMattersMore_liftsTheOneItFollows() throws Exception {
    var model = new Turnstile();
    try (var fixture =
        PipelineFixture.on(
            TestStores.database(),
            model,
            "performance.caching",
            "off",
            "performance.max_concurrent_signals",
            "1",
            "performance.max_waiting_signals",
            "3")) {
      var first = submit(fixture, "first", Priority.NORMAL);
      await().until(() -> model.asked.size() == 1);
      var leader = submit(fixture, "same", Priority.LOW);
      await().until(() -> fixture.meters.value(PARALLEL_WAITING) == 1);
      var other = submit(fixture, "other", Priority.NORMAL);
      await().until(() -> fixture.meters.value(PARALLEL_WAITING) == 2);
      var follower = submit(fixture, "same", Priority.HIGH);

      // all places are taken: who matters least has to go, and that is nobody of "same"
      var more = submit(fixture, "more", Priority.HIGH);
      await().until(() -> fixture.meters.value(PARALLEL_WAITING) == 3);
      var most = submit(fixture, "most", Priority.HIGH);

      assertThat(PipelineFixture.outcome(other))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              no -> assertThat(no.reason()).isEqualTo(Refusal.OVERLOADED));
      model.turns.release(4);
      assertThat(PipelineFixture.answered(List.of(first, leader, follower, more, most)))
          .isEqualTo(5);
      assertThat(model.asked).startsWith("first", "same");
      assertThat(fixture.meters.total(SIGNALS_SHED, "normal")).isEqualTo(1);
    }
  }

  /** A model that replies at once and notes on which thread, but holds up who may wait for it. */
  private static final class AtOnce implements LanguageModel {
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean atOnce;

    @Override
    public ModelReply reply(Neuron neuron, String content, Patience patience) {
      threads.add(Thread.currentThread());
      try {
        if (!atOnce) {
          open.await();
        }
      } catch (InterruptedException e) {
        throw new ModelException("interrupted");
      }
      return ModelReply.of("answer", "at-once");
    }

    @Override
    public boolean answersAtOnce() {
      return atOnce;
    }
  }

  @Test
  void modelThatAnswersAtOnce_isAskedOnTheCallingThreadUnlessThePermitIsWaitedFor()
      throws Exception {
    var model = new AtOnce();
    try (var fixture =
        PipelineFixture.on(
            TestStores.database(),
            model,
            "performance.caching",
            "off",
            "performance.max_concurrent_signals",
            "1")) {
      model.atOnce = true;
      PipelineFixture.answer(fixture.submit("one"));
      assertThat(model.threads).containsExactly(Thread.currentThread());

      model.atOnce = false;
      var slow = fixture.submit("two");
      await().until(() -> model.threads.size() == 2);
      model.atOnce = true;
      var waiting = fixture.submit("three");
      await().until(() -> fixture.meters.value(PARALLEL_WAITING) == 1);
      model.open.countDown();

      assertThat(PipelineFixture.answered(List.of(slow, waiting))).isEqualTo(2);
      assertThat(model.threads).hasSize(3);
      assertThat(fixture.meters.value(PARALLEL_ACTIVE)).isZero();
    }
  }

  @Test
  void breaker_afterFiveFailures_refusesWithoutAskingAndTellsOfIt() throws Exception {
    var model = new Gate();
    model.failing = true;
    model.open.countDown();
    try (var fixture =
        PipelineFixture.on(TestStores.database(), model, "circuit_breaker.timeout", "200ms")) {
      for (var i = 0; i < 8; i++) {
        PipelineFixture.outcome(fixture.submit("signal " + i));
      }
      assertThat(model.calls).hasValue(5);
      assertThat(fixture.meters.total(BREAKER_TRANSITIONS, "model", "open")).isEqualTo(1);
      assertThat(fixture.events).hasSize(1);

      model.failing = false;
      await()
          .until(
              () ->
                  PipelineFixture.outcome(fixture.submit("again"))
                      instanceof SignalOutcome.Answered);
      fixture.answer("second");
      fixture.answer("third");
      assertThat(fixture.meters.total(BREAKER_TRANSITIONS, "model", "half-open")).isEqualTo(1);
      assertThat(fixture.meters.total(BREAKER_TRANSITIONS, "model", "closed")).isEqualTo(1);
    }
  }

  @Test
  void neuron_notConfigured_isServedByTheLayersFirstOrRefused() throws Exception {
    try (var fixture = PipelineFixture.start()) {
      var fallback =
          PipelineFixture.answer(
              fixture.submit(new SignalRequest("hi", Layer.L4, "test-neuron", null), null));
      assertThat(fallback.neuronId()).isEqualTo("strategist");

      assertThat(
              PipelineFixture.outcome(
                  fixture.submit(new SignalRequest("hi", null, "test-neuron", null), null)))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              no -> assertThat(no.reason()).isEqualTo(Refusal.NEURON_UNKNOWN));
    }
  }

  @Test
  void caching_switchedOff_asksTheModelEveryTime() throws Exception {
    var model = new Gate();
    model.open.countDown();
    try (var fixture =
        PipelineFixture.on(TestStores.database(), model, "performance.caching", "off")) {
      fixture.answer("same");
      fixture.answer("same");
      assertThat(model.calls).hasValue(2);

      fixture.knobs.set("performance.caching", "on");
      fixture.answer("same");
      assertThat(fixture.answer("same").cache()).isEqualTo(CacheOutcome.LOCAL);
      assertThat(model.calls).hasValue(3);
    }
  }
}
