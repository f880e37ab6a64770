package ai.hal9.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowQueueTest {

  private static final class Row extends PendingRow {
    Row(int number) {
      row(new UUID(0, number), new UUID(0, 0), new byte[0], new byte[0]);
    }

    @Override
    protected void stored(long takenNanos, long storedNanos) {}

    @Override
    protected void refused(String reason) {}
  }

  private static List<Long> take(RowQueue queue, int most) {
    var rows = new PendingRow[most];
    var taken = queue.take(rows, most);
    return IntStream.range(0, taken).mapToObj(i -> rows[i].id().getLeastSignificantBits()).toList();
  }

  @Test
  void rows_comeOutInTheOrderTheyWentIn() {
    var queue = new RowQueue(100, 1_000_000);
    for (var i = 1; i <= 3; i++) {
      queue.offer(new Row(i));
    }
    assertThat(take(queue, 2)).containsExactly(1L, 2L);
    queue.offer(new Row(4));
    assertThat(take(queue, 5)).containsExactly(3L, 4L);
    assertThat(queue.size()).isZero();
  }

  @Test
  void queue_whenFull_takesNoMore() {
    var queue = new RowQueue(2, 1_000_000);
    assertThat(queue.offer(new Row(1))).isEqualTo(1);
    assertThat(queue.offer(new Row(2))).isEqualTo(2);
    assertThat(queue.offer(new Row(3))).isEqualTo(-1);
    take(queue, 1);
    assertThat(queue.offer(new Row(3))).isEqualTo(2);
  }

  @Test
  void removed_rowsLeaveTheOthersInOrder() {
    var queue = new RowQueue(100, 1_000_000);
    for (var i = 1; i <= 6; i++) {
      queue.offer(new Row(i));
    }
    assertThat(queue.removeIf(row -> row.id().getLeastSignificantBits() % 3 == 0)).isEqualTo(2);
    queue.offer(new Row(7));
    assertThat(take(queue, 10)).containsExactly(1L, 2L, 4L, 5L, 7L);
  }

  @Test
  void rows_offeredAndTakenByManyThreads_areEachTakenOnce() throws InterruptedException {
    var queue = new RowQueue(1_000_000, Long.MAX_VALUE);
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 4; t++) {
      var from = t * 10_000;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (var i = 0; i < 10_000; i++) {
                      queue.offer(new Row(from + i));
                    }
                  }));
    }
    var all = new ArrayList<Long>();
    while (threads.stream().anyMatch(Thread::isAlive) || queue.size() > 0) {
      all.addAll(take(queue, 100));
    }
    assertThat(all).hasSize(40_000).doesNotHaveDuplicates();
  }
}
