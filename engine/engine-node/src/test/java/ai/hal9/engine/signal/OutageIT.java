package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_UNSTORED;
import static ai.hal9.engine.Stalls.awaitWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.Stalls;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageIT {

  private static final Duration FROZEN = Duration.ofSeconds(3);

  /** Clients in a closed loop, and what they were told. */
  @SuppressWarnings("try") // the test is interrupted with its clients
  private static final class Load implements AutoCloseable {
    final Map<UUID, String> acknowledged = new ConcurrentHashMap<>();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong slowestNanos = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> clients = new ArrayList<>();

    Load(PipelineFixture fixture, int count) {
      for (var c = 0; c < count; c++) {
        var client = c;
        clients.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (var i = 0; running.get(); i++) {
                        send(fixture, "client " + client + " signal " + i);
                      }
                    }));
      }
    }

    private void send(PipelineFixture fixture, String content) {
      var start = System.nanoTime();
      switch (PipelineFixture.outcome(fixture.submit(content))) {
        case SignalOutcome.Answered answered ->
            acknowledged.put(answered.answer().signalId(), content);
        case SignalOutcome.Refused no -> {
          refused.incrementAndGet();
          CompletableFuture.runAsync(
                  () -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
              .join();
        }
      }
      slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    }

    void awaitMore(int more) {
      var before = acknowledged.size();
      await().until(() -> acknowledged.size() > before + more);
    }

    @Override
    public void close() throws InterruptedException {
      running.set(false);
      for (var client : clients) {
        client.join();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"committed", "memory"})
  void connections_allTerminatedUnderLoad_loseNoAcknowledgedSignal(String durability)
      throws Exception {
    try (var fixture =
        PipelineFixture.start(
            "performance.durability", durability, "performance.max_concurrent_signals", "32")) {
      var load = new Load(fixture, 32);
      try (load) {
        for (var i = 0; i < 5; i++) {
          load.awaitMore(100);
          fixture.terminateAll();
        }
        load.awaitMore(100);
      }
      await().until(() -> fixture.meters.value(SIGNALS_UNSTORED) == 0);
      assertThat(fixture.rows()).containsAllEntriesOf(load.acknowledged);
      assertThat(fixture.rowCount()).isEqualTo(fixture.rows().size());
    }
  }

  @Test
  void postgres_stoppedAndStartedUnderLoad_refusesWithinASecondAndServesWithinFive(
      @TempDir Path directory) throws Exception {
    try (var spawner = Spawner.open()) {
      var config = PostgresConfig.of("outage", directory, FreePorts.several(1).getFirst());
      var binaries = PostgresBinaries.bundled(BinaryCache.standard());
      var server = PostgresServer.startPrimary(config, binaries, spawner);
      try (var fixture = PipelineFixture.on(TestStores.database(server), null)) {
        var load = new Load(fixture, 16);
        var stalls = new Stalls();
        try (load;
            stalls) {
          load.awaitMore(100);
          server.stop();
          awaitWithin(Duration.ofSeconds(5), () -> load.refused.get() > 100);
          assertThat(fixture.pipeline.ready()).isFalse();

          PostgresServer.startPrimary(config, binaries, spawner);
          var before = load.acknowledged.size();
          awaitWithin(Duration.ofSeconds(5), () -> load.acknowledged.size() > before + 100);
        }
        assertThat(Duration.ofNanos(load.slowestNanos.get()))
            .isLessThan(Duration.ofSeconds(1).plus(stalls.total()));
        assertThat(fixture.rows()).containsAllEntriesOf(load.acknowledged);
        assertThat(fixture.rowCount()).isEqualTo(fixture.rows().size());
      }
    }
  }

  @Test
  void postgres_frozenForSecondsUnderLoad_refusesWithinASecondAndServesWithinFive(
      @TempDir Path directory) throws Exception {
    try (var spawner = Spawner.open()) {
      var config = PostgresConfig.of("frozen", directory, FreePorts.several(1).getFirst());
      var server =
          PostgresServer.startPrimary(
              config, PostgresBinaries.bundled(BinaryCache.standard()), spawner);
      try (var fixture = PipelineFixture.on(TestStores.database(server), null)) {
        var load = new Load(fixture, 16);
        var stalls = new Stalls();
        try (load;
            stalls) {
          load.awaitMore(100);
          var frozen = signal("-STOP", family(server.pid()));
          try {
            awaitWithin(Duration.ofSeconds(5), () -> load.refused.get() > 100);
            var acknowledged = load.acknowledged.size();
            await()
                .during(FROZEN)
                .atMost(FROZEN.plusSeconds(30))
                .until(() -> !fixture.pipeline.ready());
            assertThat(load.acknowledged).hasSize(acknowledged);
          } finally {
            signal("-CONT", frozen);
          }
          var before = load.acknowledged.size();
          awaitWithin(Duration.ofSeconds(5), () -> load.acknowledged.size() > before + 100);
        }
        assertThat(Duration.ofNanos(load.slowestNanos.get()))
            .isLessThan(Duration.ofSeconds(1).plus(stalls.total()));
        assertThat(fixture.rows()).containsAllEntriesOf(load.acknowledged);
        assertThat(fixture.rowCount()).isEqualTo(fixture.rows().size());
      }
    }
  }

  private static List<String> family(long pid) {
    var root = ProcessHandle.of(pid).orElseThrow();
    var pids = new ArrayList<String>();
    pids.add(Long.toString(pid));
    root.descendants().forEach(child -> pids.add(Long.toString(child.pid())));
    return pids;
  }

  private static List<String> signal(String name, List<String> pids)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("kill", name));
    command.addAll(pids);
    new ProcessBuilder(command).inheritIO().start().waitFor();
    return pids;
  }
}
