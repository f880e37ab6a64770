package ai.hal9.engine.signal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.store.TestStores;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.trace.Collector;
import ai.hal9.engine.trace.RequestSpans;
import ai.hal9.engine.trace.TraceContext;
import ai.hal9.engine.trace.Traced;
import ai.hal9.engine.trace.Tracing;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector is told of signals on real stores. */
final class SignalSpansIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void signal_askedAndAskedAgain_showsEveryStageItPassed_alsoThoseAfterItsAnswer()
      throws Exception {
    try (var collector = new Collector();
        var fixture = PipelineFixture.start();
        var tracing = tracing(collector)) {
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

  @Test
  void signalQueued_becomesADeadLetterAndIsRedriven_itsTraceTellsOfBothWritesUnderTheRequest()
      throws Exception {
    var database = TestStores.database();
    try (var collector = new Collector();
        var server = TestRedis.durable(folder);
        var tracing = tracing(collector);
        var fixture =
            PipelineFixture.traced(tracing, "node-1", database, server.durableClient("test"))) {
      fixture.awaitReady();
      on(
          database,
          """
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'the cause' USING ERRCODE = '22000'; END $$;
          CREATE TRIGGER refuse BEFORE INSERT ON signals FOR EACH ROW EXECUTE FUNCTION refuse()
          """);
      send(fixture, tracing);
      await().atMost(PATIENCE).until(() -> collector.names().contains("write"));
      await().atMost(PATIENCE).until(() -> collector.names().contains("POST /signal"));
      var request = collector.named("POST /signal");
      assertThat(collector.named("write").getStatus().getMessage()).contains("the cause");
      assertUnder(request, collector.named("queue"));
      assertUnder(request, collector.named("write"));

      on(database, "DROP TRIGGER refuse ON signals");
      collector.spans.clear();
      var queue = fixture.pipeline.queue();
      assertThat(queue.redrive(List.of(queue.deadLetters(1).getFirst().id()))).isEqualTo(1);
      await().atMost(PATIENCE).until(() -> collector.names().contains("write"));
      assertThat(collector.named("write").getStatus().getMessage()).isEmpty();
      assertUnder(request, collector.named("queue"));
      assertUnder(request, collector.named("write"));
      assertThat(fixture.rowCount()).isEqualTo(1);
    }
  }

  private static void assertUnder(Span request, Span part) {
    assertThat(part.getTraceId()).isEqualTo(request.getTraceId());
    assertThat(part.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(part.getEndTimeUnixNano()).isGreaterThanOrEqualTo(part.getStartTimeUnixNano());
  }

  private static void on(NodeConfig.Database database, String sql) throws SQLException {
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Tracing tracing(Collector collector) {
    return Tracing.to(
        collector.address(),
        new Tracing.Source("node-1", "test", "local", "0.1.0"),
        new Knobs("telemetry.sample_ratio", "1"),
        Meters.none(),
        Clock.systemUTC(),
        System::nanoTime);
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
