package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.BATCHES;
import static ai.hal9.api.metric.MetricCatalogue.BATCH_SIZE_AVERAGE;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_STORED;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_UNSTORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.Stage;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BufferIT {

  @Test
  void batch_withGroupCommit_goesAsSoonAsAWriterIsFree() throws Exception {
    try (var fixture =
        PipelineFixture.start(
            "performance.buffer_flush_ms", "10000", "performance.signal_buffer_size", "1000")) {
      fixture.answer("one");

      assertThat(fixture.meters.total(BATCHES, "group")).isEqualTo(1);
    }
  }

  @Test
  void batch_withoutGroupCommit_goesWhenSoManyWait() throws Exception {
    try (var fixture =
        PipelineFixture.start(
            "performance.group_commit", "off",
            "performance.buffer_flush_ms", "10000",
            "performance.signal_buffer_size", "20")) {
      var answers = IntStream.range(0, 20).mapToObj(i -> fixture.submit("signal " + i)).toList();

      assertThat(PipelineFixture.answered(answers)).isEqualTo(20);
      assertThat(fixture.meters.total(BATCHES, "size")).isEqualTo(1);
      assertThat(fixture.meters.total(BATCHES, "time")).isZero();
      assertThat(fixture.rowCount()).isEqualTo(20);
    }
  }

  @Test
  void batch_withoutGroupCommit_goesWhenTheOldestWaitedLongEnough() throws Exception {
    try (var fixture =
        PipelineFixture.start(
            "performance.group_commit", "off",
            "performance.buffer_flush_ms", "150",
            "performance.signal_buffer_size", "1000")) {
      var answer = fixture.answer("one");

      assertThat(answer.timings().get(Stage.BUFFER)).isGreaterThan(149.0);
      assertThat(fixture.meters.total(BATCHES, "time")).isEqualTo(1);
    }
  }

  @Test
  void bufferSize_changedUnderLoad_showsInTheAverageBatch() throws Exception {
    try (var fixture =
        PipelineFixture.start(
            "performance.group_commit", "off",
            "performance.buffer_flush_ms", "10000",
            "performance.buffer_writers", "1",
            "performance.max_concurrent_signals", "100",
            "performance.signal_buffer_size", "5")) {
      for (var size : new int[] {5, 50}) {
        fixture.knobs.set("performance.signal_buffer_size", Integer.toString(size));
        await()
            .until(
                () -> {
                  var answers =
                      IntStream.range(0, size).mapToObj(i -> fixture.submit("same")).toList();
                  var all = PipelineFixture.answered(answers);
                  var average = fixture.meters.value(BATCH_SIZE_AVERAGE);
                  return all == size && average > size * 0.7 && average <= size;
                });
      }
    }
  }

  @Test
  void durabilityMemory_answersAtOnceAndCountsWhatIsUnstored() throws Exception {
    try (var fixture =
        PipelineFixture.start(
            "performance.durability", "memory",
            "performance.group_commit", "off",
            "performance.buffer_flush_ms", "10000",
            "performance.signal_buffer_size", "8")) {
      for (var i = 0; i < 7; i++) {
        assertThat(fixture.answer("signal " + i).durability()).isEqualTo(Durability.MEMORY);
      }
      assertThat(fixture.meters.value(SIGNALS_UNSTORED)).isEqualTo(7);
      assertThat(fixture.rowCount()).isZero();

      fixture.answer("the eighth");
      await().until(() -> fixture.meters.value(SIGNALS_UNSTORED) == 0);
      assertThat(fixture.rowCount()).isEqualTo(8);
      assertThat(fixture.meters.total(SIGNALS_STORED)).isEqualTo(8);
    }
  }

  @Test
  void close_withRowsWaiting_writesThem() throws Exception {
    var fixture =
        PipelineFixture.start(
            "performance.durability", "memory",
            "performance.group_commit", "off",
            "performance.buffer_flush_ms", "10000",
            "performance.signal_buffer_size", "1000");
    try (fixture) {
      PipelineFixture.answered(
          IntStream.range(0, 100).mapToObj(i -> fixture.submit("signal " + i)).toList());
    }
    assertThat(fixture.rowCount()).isEqualTo(100);
  }

  @Test
  void batchingOff_storesEachSignalAlone() throws Exception {
    try (var fixture =
        PipelineFixture.start("performance.batching", "off", "performance.pooling", "off")) {
      var answers = IntStream.range(0, 10).mapToObj(i -> fixture.submit("signal " + i)).toList();

      assertThat(PipelineFixture.answered(answers)).isEqualTo(10);
      assertThat(fixture.meters.total(BATCHES, "group")).isZero();
      assertThat(fixture.rowCount()).isEqualTo(10);
    }
  }

  @Test
  void content_withEveryKindOfCharacter_isStoredAsSent() throws Exception {
    var content =
        "quote \" backslash \\ tab \t line \n bell \u0007 umlaut ä euro € clef \uD834\uDD1E";
    try (var fixture = PipelineFixture.start()) {
      var answer = fixture.answer(content);

      assertThat(fixture.rows()).containsEntry(answer.signalId(), content);
    }
  }

  @Test
  void everyAnswer_underMixedLoad_isOneRowByIdAndContent() throws Exception {
    try (var fixture = PipelineFixture.start("performance.max_concurrent_signals", "64")) {
      var contents = IntStream.range(0, 3_000).mapToObj(i -> "content " + i % 700).toList();
      var answers = contents.stream().map(fixture::submit).toList();
      CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)).join();

      var rows = fixture.rows();
      assertThat(rows).hasSize(3_000);
      for (var i = 0; i < contents.size(); i++) {
        assertThat(rows)
            .containsEntry(PipelineFixture.answer(answers.get(i)).signalId(), contents.get(i));
      }
    }
  }
}
