package ai.hal9.engine.store;

import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_UNSTORED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Events;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of a node whose clock is not PostgreSQL's. */
final class StrayClockIT {

  private static final Duration FAR = Duration.ofDays(200);
  private static final Duration TOO_FAR = Duration.ofDays(4_000);
  private static final UUID NEURON = new UUID(0, 1);

  private final Knobs knobs = new Knobs("database.min_connections", "1");
  private final RecordedMeters meters = new RecordedMeters();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private PostgresSignalStore store;

  @BeforeEach
  void start() throws SQLException {
    var clock = Clock.systemUTC();
    store =
        PostgresSignalStore.start(
            TestStores.database(),
            List.of(),
            knobs,
            meters,
            Events.none(),
            Breaker.aroundStore("postgres", "PostgreSQL", knobs, meters, Events.none(), clock),
            clock,
            System::nanoTime,
            threads);
    await().until(store::available);
  }

  @AfterEach
  void stop() {
    store.close(Duration.ofSeconds(5));
    threads.close();
  }

  @Test
  void row_ofAMonthWithoutPartition_isStoredInBatchesAndAlone() throws Exception {
    for (var batching : List.of("on", "off")) {
      knobs.set("performance.batching", batching);
      for (var promised : List.of(true, false)) {
        var row = new Row(FAR);
        store.offer(row, promised);
        row.told.get(30, TimeUnit.SECONDS);
        assertThat(store.find(row.id())).isPresent();
      }
    }
    assertThat(meters.value(SIGNALS_UNSTORED)).isZero();
  }

  @Test
  void row_ofATimeThatCannotBeRight_isGivenUpInBatchesAndAlone() {
    for (var batching : List.of("on", "off")) {
      knobs.set("performance.batching", batching);
      for (var promised : List.of(true, false)) {
        var row = new Row(TOO_FAR);
        store.offer(row, promised);
        assertThatThrownBy(() -> row.told.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(AssertionError.class);
        await().until(() -> meters.value(SIGNALS_UNSTORED) == 0);
      }
    }
    assertThat(store.available()).isTrue();
  }

  @Test
  void firstAnswer_ofAMonthWithoutPartition_isStored() {
    var row = new Row(FAR);
    var mine = new FirstAnswer("print", row.id(), "{}");
    assertThat(store.storeFirst("key", mine, row)).isEqualTo(mine);
    assertThat(store.find(row.id())).isPresent();
  }

  private static final class Row extends PendingRow {
    final CompletableFuture<Boolean> told = new CompletableFuture<>();

    Row(Duration ahead) {
      var id = new SignalIds(Clock.offset(Clock.systemUTC(), ahead), 42).next();
      row(id, NEURON, "{}".getBytes(UTF_8), new byte[0]);
    }

    @Override
    protected void stored(long takenNanos, long storedNanos) {
      told.complete(true);
    }

    @Override
    protected void refused(String reason) {
      told.completeExceptionally(new AssertionError(reason));
    }

    @Override
    protected void givenUp(String reason) {
      refused(reason);
    }
  }
}
