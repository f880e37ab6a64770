package ai.hal9.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a table of the test's own. */
class WriteBehindTest {

  private static final String KEY = "neuron";

  private final RecordedMeters meters = new RecordedMeters();
  private final Table table = new Table();
  private final WriteBehind<String, Integer> behind =
      new WriteBehind<>(
          "state",
          "numbers",
          table,
          new Knobs("cache.flush_interval_ms", "1"),
          meters,
          System::nanoTime);

  @AfterEach
  void end() throws InterruptedException {
    table.open.countDown();
    behind.close(Duration.ofSeconds(5));
  }

  @Test
  void olderRow_offeredAfterTheNewer_takesNotItsPlace() {
    block();
    assertThat(behind.offer(KEY, 7)).isTrue();
    assertThat(behind.offer(KEY, 5)).isTrue();
    assertThat(behind.unwritten(KEY)).isEqualTo(7);
    table.open.countDown();
    await().until(() -> behind.unflushed() == 0);
    assertThat(table.written).contains(7).doesNotContain(5);
  }

  @Test
  void olderRow_offeredWhileTheNewerFails_takesNotItsPlace() {
    table.failing = true;
    assertThat(behind.offer(KEY, 7)).isTrue();
    await().until(() -> table.entered);
    assertThat(behind.offer(KEY, 5)).isTrue();
    assertThat(behind.unwritten(KEY)).isEqualTo(7);
    table.open.countDown();
    await().until(() -> meters.total(MetricCatalogue.STORE_ERRORS) > 0);
    table.failing = false;
    await().until(() -> behind.unflushed() == 0);
    assertThat(table.written).containsOnly(7);
  }

  @Test
  void rows_heavierThanTheirPartOfTheHeap_areNotTakenUntilThereIsRoom() {
    table.weight = Runtime.getRuntime().maxMemory() / 20;
    block();
    assertThat(behind.offer("first", 1)).isTrue();
    assertThat(behind.offer("second", 2)).isFalse();
    table.open.countDown();
    await().until(() -> behind.unflushed() == 0);
    assertThat(behind.offer("second", 2)).isTrue();
  }

  /** The writer is at a row until the table opens. */
  private void block() {
    assertThat(behind.offer("blocker", 0)).isTrue();
    await().until(() -> table.entered);
  }

  private static final class Table implements WriteBehind.Writing<Integer> {
    final CountDownLatch open = new CountDownLatch(1);
    final Queue<Integer> written = new ConcurrentLinkedQueue<>();
    volatile boolean entered;
    volatile boolean failing;
    volatile long weight = 1;

    @Override
    public int write(List<Integer> rows) {
      entered = true;
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (failing) {
        throw new StoreException("PostgreSQL is gone");
      }
      written.addAll(rows);
      return rows.size();
    }

    @Override
    public Integer newer(Integer one, Integer other) {
      return Math.max(one, other);
    }

    @Override
    public long weight(Integer row) {
      return weight;
    }
  }
}
