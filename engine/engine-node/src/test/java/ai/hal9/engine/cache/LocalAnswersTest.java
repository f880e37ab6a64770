package ai.hal9.engine.cache;

import static ai.hal9.api.metric.MetricCatalogue.CACHE_ENTRIES;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_ENTRIES_MAX;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_EVICTIONS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_OLDEST;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalAnswersTest {

  private static final Neuron NEURON = Neuron.of("strategist", Layer.L4, List.of());
  private static final Neuron OTHER = Neuron.of("other", Layer.L4, List.of());

  private final Knobs knobs = new Knobs();
  private final RecordedMeters meters = new RecordedMeters();
  private final AtomicLong nanos = new AtomicLong();
  private final LocalAnswers answers = new LocalAnswers(knobs, meters, nanos::get);

  private static AnswerKey key(Object content) {
    return new AnswerKey(NEURON, String.valueOf(content));
  }

  private void put(Object content) {
    answers.put(
        key(content),
        CachedAnswer.of(NEURON, String.valueOf(content), "answer", List.of("x"), List.of("mock")));
  }

  private long kept(int of) {
    var found = 0L;
    for (var i = 0; i < of; i++) {
      found += answers.get(key(i)) == null ? 0 : 1;
    }
    return found;
  }

  @Test
  void answer_isFoundByNeuronAndContentAlone() {
    put("hello");
    assertThat(answers.get(key("hello"))).isNotNull();
    assertThat(answers.get(key("hello "))).isNull();
    assertThat(answers.get(new AnswerKey(OTHER, "hello"))).isNull();
  }

  @Test
  void entries_beyondTheMaximum_areEvicted() {
    for (var i = 0; i < 3_000; i++) {
      put(i);
    }
    assertThat(kept(3_000)).isEqualTo(1_000);
    assertThat(meters.total(CACHE_EVICTIONS)).isEqualTo(2_000);
  }

  @Test
  void maximum_changed_takesEffectAtOnce() {
    for (var i = 0; i < 1_000; i++) {
      put(i);
    }
    knobs.set("performance.cache_max_entries", "100");
    assertThat(kept(1_000)).isEqualTo(100);

    knobs.set("performance.cache_max_entries", "500");
    for (var i = 0; i < 1_000; i++) {
      put(i);
    }
    assertThat(kept(1_000)).isEqualTo(500);
    assertThat(meters.value(CACHE_ENTRIES)).isEqualTo(500);
  }

  @Test
  void room_life_andAge_areMeasured() {
    assertThat(meters.value(CACHE_ENTRIES_MAX)).isEqualTo(1_000);
    assertThat(meters.value(CACHE_TTL, "local")).isEqualTo(300);
    assertThat(meters.value(CACHE_OLDEST)).isNaN();

    put("first");
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    put("second");
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(meters.value(CACHE_OLDEST)).isEqualTo(40);

    knobs.set("performance.cache_max_entries", "100");
    knobs.set("performance.cache_ttl_seconds", "60");
    assertThat(meters.value(CACHE_ENTRIES_MAX)).isEqualTo(100);
    assertThat(meters.value(CACHE_TTL, "local")).isEqualTo(60);
    assertThat(meters.value(CACHE_OLDEST)).isEqualTo(40);

    nanos.addAndGet(Duration.ofSeconds(25).toNanos());
    assertThat(meters.value(CACHE_OLDEST)).isEqualTo(35);
  }

  @Test
  void answer_olderThanItsLife_isGone() {
    put("hello");
    nanos.addAndGet(Duration.ofSeconds(299).toNanos());
    assertThat(answers.get(key("hello"))).isNotNull();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(answers.get(key("hello"))).isNull();
  }

  @Test
  void life_changed_holdsForWhatIsKept() {
    put("hello");
    knobs.set("performance.cache_ttl_seconds", "10");
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(answers.get(key("hello"))).isNull();
  }
}
