package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongQueueTest {

  @Test
  void queue_grownWhileWrapped_keepsItsOrder() {
    var queue = new LongQueue();
    var next = 0L;
    for (var i = 0L; i < 700; i++) {
      queue.add(i);
    }
    while (next < 600) {
      assertThat(queue.poll()).isEqualTo(next++);
    }
    for (var i = 700L; i < 5_000; i++) {
      queue.add(i);
    }
    while (!queue.isEmpty()) {
      assertThat(queue.poll()).isEqualTo(next++);
    }
    assertThat(next).isEqualTo(5_000);
  }
}
