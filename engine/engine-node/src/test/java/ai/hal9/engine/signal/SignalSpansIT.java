package ai.hal9.engine.signal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.trace.Collector;
import ai.hal9.engine.trace.RequestSpans;
import ai.hal9.engine.trace.TraceContext;
import ai.hal9.engine.trace.Traced;
import ai.hal9.engine.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a collector is told of signals on real stores. */
final class SignalSpansIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void signal_askedAndAskedAgain_showsEveryStageItPassed_alsoThoseAfterItsAnswer()
      throws Exception {
    try (var collector = new Collector();
        var fixture = PipelineFixture.start();
        var tracing =
            Tracing.to(
                collector.address(),
                new Tracing.Source("node-1", "test", "local", "0.1.0"),
                new Knobs("telemetry.sample_ratio", "1"),
                fixture.meters,
                Clock.systemUTC(),
                System::nanoTime)) {
      fixture.awaitReady();
      send(fixture, tracing);
      await().atMost(PATIENCE).until(() -> collector.names().contains("POST /signal"));
      assertThat(collector.names())
          .contains("decode", "cache", "permit", "neuron", "model", "buffer", "store");

      collector.spans.clear();
      fixture.knobs.set("performance.durability", "memory");
      send(fixture, tracing);
      await().atMost(PATIENCE).until(() -> collector.names().contains("POST /signal"));
      assertThat(collector.names())
          .contains("decode", "cache", "buffer", "store")
          .doesNotContain("neuron", "model");
    }
  }

  private static void send(PipelineFixture fixture, Tracing tracing) throws Exception {
    var start = System.nanoTime();
    var spans = requireNonNull(tracing.begin(null, start));
    var outcome = new CompletableFuture<SignalOutcome>();
    fixture
        .pipeline
        .service()
        .submit(
            new SignalCall(
                new SignalRequest("Test signal", null, null, null),
                null,
                start,
                Presence.assured(),
                told(spans)),
            outcome::complete);
    assertThat(PipelineFixture.outcome(outcome)).isInstanceOf(SignalOutcome.Answered.class);
    spans.end("POST", "/signal", 200, System.nanoTime());
  }

  private static Traced told(RequestSpans spans) {
    return new Traced() {
      @Override
      public TraceContext known() {
        return spans.context();
      }

      @Override
      public TraceContext trace() {
        return spans.context();
      }

      @Override
      public RequestSpans spans() {
        return spans;
      }
    };
  }
}
