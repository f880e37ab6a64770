package ai.hal9.engine.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ParallelLimitTest {

  @Test
  void waiter_beyondTheQueue_isTurnedAwayAtOnce() throws InterruptedException {
    var limit = new ParallelLimit(1, 1);
    assertThat(limit.tryAcquire()).isTrue();
    var waiter = Thread.ofVirtual().start(limit::tryAcquire);
    await().until(() -> limit.waiting() == 1);

    assertThat(limit.tryAcquire()).isFalse();

    limit.release();
    waiter.join();
    assertThat(limit.active()).isEqualTo(1);
  }

  @Test
  void permitWithoutWaiting_isNeverTakenBeforeThoseWhoWait() throws InterruptedException {
    var limit = new ParallelLimit(2, 10);
    assertThat(limit.acquireNow()).isTrue();
    assertThat(limit.acquireNow()).isTrue();
    assertThat(limit.acquireNow()).isFalse();
    limit.resize(1);
    var waiter = Thread.ofVirtual().start(limit::acquire);
    await().until(() -> limit.waiting() == 1);

    limit.release();
    assertThat(limit.acquireNow()).isFalse();
    limit.release();

    waiter.join();
    assertThat(limit.active()).isEqualTo(1);
  }

  @Test
  void limit_madeLarger_letsWaitersIn() throws InterruptedException {
    var limit = new ParallelLimit(1, 10);
    limit.acquire();
    var waiter = Thread.ofVirtual().start(limit::acquire);
    await().until(() -> limit.waiting() == 1);

    limit.resize(2);

    waiter.join();
    assertThat(limit.active()).isEqualTo(2);
  }

  @Test
  void limit_madeSmaller_waitsForThoseAtWork() throws InterruptedException {
    var limit = new ParallelLimit(3, 10);
    limit.acquire();
    limit.acquire();
    limit.resize(1);
    var waiter = Thread.ofVirtual().start(limit::acquire);
    await().until(() -> limit.waiting() == 1);

    limit.release();
    assertThat(limit.waiting()).isEqualTo(1);
    limit.release();

    waiter.join();
    assertThat(limit.active()).isEqualTo(1);
  }
}
