package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.store.TestStores;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedSignalsIT {

  private static final SignalRequest REQUEST = new SignalRequest("once", null, null, "ada");

  @Test
  void repeat_onAnotherNode_getsTheFirstAnswerAndStoresOnce() throws Exception {
    var database = TestStores.database();
    try (var one = PipelineFixture.on(database, null);
        var other = PipelineFixture.on(database, null)) {
      var first = PipelineFixture.answer(one.submit(REQUEST, "key-1"));
      var repeat = PipelineFixture.answer(other.submit(REQUEST, "key-1"));

      assertThat(repeat).isEqualTo(first);
      assertThat(one.rows()).containsOnlyKeys(first.signalId());
    }
  }

  @Test
  void race_onTwoNodes_hasOneWinner() throws Exception {
    var database = TestStores.database();
    try (var one = PipelineFixture.on(database, null);
        var other = PipelineFixture.on(database, null)) {
      var answers =
          IntStream.range(0, 40)
              .mapToObj(i -> (i % 2 == 0 ? one : other).submit(REQUEST, "key-" + i / 10))
              .toList();
      var ids = answers.stream().map(PipelineFixture::answer).map(SignalAnswer::signalId).toList();

      for (var i = 0; i < ids.size(); i++) {
        assertThat(ids.get(i)).isEqualTo(ids.get(i / 10 * 10));
      }
      assertThat(one.rows()).containsOnlyKeys(ids.get(0), ids.get(10), ids.get(20), ids.get(30));
    }
  }

  @Test
  void key_withAnotherBody_isRefused() throws Exception {
    try (var fixture = PipelineFixture.start()) {
      PipelineFixture.answer(fixture.submit(REQUEST, "key"));
      var other = new SignalRequest("twice", null, null, "ada");

      assertThat(PipelineFixture.outcome(fixture.submit(other, "key")))
          .isInstanceOfSatisfying(
              SignalOutcome.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.IDEMPOTENCY_MISMATCH));
      assertThat(fixture.rowCount()).isEqualTo(1);
    }
  }

  @Test
  void key_afterADay_isForgotten() throws Exception {
    try (var fixture = PipelineFixture.start()) {
      var first = PipelineFixture.answer(fixture.submit(REQUEST, "key"));
      try (var connection = TestStores.connect(fixture.database);
          var statement = connection.createStatement()) {
        statement.execute(
            "UPDATE idempotency_keys SET created_at = created_at - interval '24 hours 1 second'");
      }
      var later = PipelineFixture.answer(fixture.submit(REQUEST, "key"));

      assertThat(later.signalId()).isNotEqualTo(first.signalId());
      assertThat(fixture.rows()).containsOnlyKeys(first.signalId(), later.signalId());
    }
  }

  @Test
  void keyedSignals_whileConnectionsAreTerminated_areStoredOnce() throws Exception {
    try (var fixture = PipelineFixture.start()) {
      var answers =
          IntStream.range(0, 200).mapToObj(i -> fixture.submit(REQUEST, "key-" + i)).toList();
      fixture.terminateAll();
      CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();
      fixture.awaitReady();
      var repeats =
          IntStream.range(0, 200)
              .mapToObj(i -> PipelineFixture.answer(fixture.submit(REQUEST, "key-" + i)))
              .map(SignalAnswer::signalId)
              .toList();

      assertThat(fixture.rows()).containsOnlyKeys(repeats.toArray(UUID[]::new));
      for (var i = 0; i < 200; i++) {
        if (PipelineFixture.outcome(answers.get(i)) instanceof SignalOutcome.Answered answered) {
          assertThat(answered.answer().signalId()).isEqualTo(repeats.get(i));
        }
      }
    }
  }
}
