package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.engine.cache.AnswerKey;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.store.TestStores;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A node that starts over another's signals. */
class WarmingIT {

  @Test
  void node_warmed_answersTheMostRecentFromItsMemory() throws Exception {
    var database = TestStores.database();
    var asked = 30;
    try (var before = PipelineFixture.on(database, null)) {
      for (var i = 0; i < asked; i++) {
        before.answer("question " + i);
        before.answer("question " + i);
      }
    }
    var shared = new MapOfAnswers();
    try (var node = PipelineFixture.sharing(database, shared)) {
      var warming = node.pipeline.warming(() -> 2);
      assertThat(warming.begin(12)).isTrue();
      await().until(() -> !warming.progress().running());

      var progress = warming.progress();
      assertThat(progress.problem()).isEmpty();
      assertThat(progress.answers()).isEqualTo(10);
      assertThat(progress.states()).isEqualTo(2);
      assertThat(node.meters.value(MetricCatalogue.WARMED_KEYS)).isEqualTo(12);
      assertThat(node.meters.value(MetricCatalogue.WARM_TARGET)).isEqualTo(12);
      assertThat(shared.answers).hasSize(10);
      var newest = node.answer("question " + (asked - 1));
      assertThat(newest.cache()).isEqualTo(CacheOutcome.LOCAL);
      assertThat(node.answer("question 0").cache()).isEqualTo(CacheOutcome.MISS);
      assertThat(warming.begin(1_000)).isTrue();
      await().until(() -> !warming.progress().running());
      assertThat(warming.progress().answers()).isEqualTo(asked);
    }
  }

  /** A shared cache in the test's memory. */
  private static final class MapOfAnswers implements SharedAnswers {
    final Map<AnswerKey, Shared> answers = new ConcurrentHashMap<>();

    @Override
    public void get(AnswerKey key, Consumer<@Nullable Shared> found) {
      found.accept(null);
    }

    @Override
    public void put(AnswerKey key, Shared answer, Consumer<Boolean> ended) {
      answers.put(key, answer);
      ended.accept(true);
    }

    @Override
    public Readiness.Part part() {
      return new Readiness.Part("redis", true, false, "answers");
    }
  }
}
