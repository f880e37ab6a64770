package ai.hal9.engine.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Priority;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelLimitTest {

  @Test
  void waiter_beyondTheQueue_isTurnedAwayAtOnce() throws InterruptedException {
    var limit = new ParallelLimit(1, 1);
    assertThat(limit.tryAcquire(Priority.NORMAL)).isTrue();
    var waiter = Thread.ofVirtual().start(() -> limit.tryAcquire(Priority.NORMAL));
    await().until(() -> limit.waiting() == 1);

    assertThat(limit.tryAcquire(Priority.NORMAL)).isFalse();

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

  /** Waits for a permit on a thread of its own; what came of it. */
  private static CompletableFuture<Boolean> wait(ParallelLimit limit, Priority priority) {
    var before = limit.waiting();
    var let =
        CompletableFuture.supplyAsync(() -> limit.tryAcquire(priority), Thread::startVirtualThread);
    await().until(() -> limit.waiting() != before || let.isDone());
    return let;
  }

  @Test
  void waiters_areLetInByPriorityAndThenInTheirOrder() {
    var limit = new ParallelLimit(1, 10);
    limit.acquire();
    var low = wait(limit, Priority.LOW);
    var normal = wait(limit, Priority.NORMAL);
    var later = wait(limit, Priority.NORMAL);
    var high = wait(limit, Priority.HIGH);

    for (var next : List.of(high, normal, later, low)) {
      assertThat(next).isNotDone();
      limit.release();
      assertThat(next.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
    }
    assertThat(limit.active()).isEqualTo(1);
  }

  @Test
  void arrivalAtAFullQueue_takesThePlaceOfTheNewestWhoMattersLess() {
    var limit = new ParallelLimit(1, 3);
    limit.acquire();
    var older = wait(limit, Priority.LOW);
    var newer = wait(limit, Priority.LOW);
    assertThat(limit.tryAcquire(Priority.LOW)).isFalse();
    var normal = wait(limit, Priority.NORMAL);
    assertThat(limit.waiting()).isEqualTo(3);

    var high =
        CompletableFuture.supplyAsync(
            () -> limit.tryAcquire(Priority.HIGH), Thread::startVirtualThread);
    assertThat(newer.orTimeout(30, TimeUnit.SECONDS).join()).isFalse();
    assertThat(limit.waiting()).isEqualTo(3);
    assertThat(older).isNotDone();
    assertThat(normal).isNotDone();

    limit.release();
    assertThat(high.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void waiter_thatMattersMoreMeanwhile_isLetInAsIfItAlwaysHad() {
    var limit = new ParallelLimit(1, 2);
    limit.acquire();
    var wish = new CompletableFuture<Wish>();
    var raised =
        CompletableFuture.supplyAsync(
            () -> {
              var own = new Wish(Priority.LOW);
              wish.complete(own);
              return limit.tryAcquire(own);
            },
            Thread::startVirtualThread);
    await().until(() -> limit.waiting() == 1);
    var normal = wait(limit, Priority.NORMAL);

    limit.raise(wish.join(), Priority.HIGH);
    limit.raise(wish.join(), Priority.NORMAL);
    assertThat(limit.waiting()).isEqualTo(2);
    var high =
        CompletableFuture.supplyAsync(
            () -> limit.tryAcquire(Priority.HIGH), Thread::startVirtualThread);

    assertThat(normal.orTimeout(30, TimeUnit.SECONDS).join()).isFalse();
    limit.release();
    assertThat(raised.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
    assertThat(wish.join().priority()).isEqualTo(Priority.HIGH);
    limit.release();
    assertThat(high.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void wish_thatWasTurnedAway_mattersNoMoreThanItDidThen() {
    var limit = new ParallelLimit(1, 0);
    limit.acquire();
    var wish = new Wish(Priority.LOW);
    assertThat(limit.tryAcquire(wish)).isFalse();

    limit.raise(wish, Priority.HIGH);

    assertThat(wish.priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void manyThreads_neverHoldMoreThanTheLimitAndLoseNone() {
    var limit = new ParallelLimit(4, 1_000);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var done =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          var priority = List.of(Priority.values()).get(i % 3);
                          if (limit.tryAcquire(priority)) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            limit.release();
                          }
                        },
                        Thread::startVirtualThread))
            .toList();
    done.forEach(CompletableFuture::join);

    assertThat(most).hasValueLessThanOrEqualTo(4);
    assertThat(limit.active()).isZero();
    assertThat(limit.waiting()).isZero();
  }
}
