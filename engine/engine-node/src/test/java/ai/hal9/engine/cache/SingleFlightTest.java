package ai.hal9.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger worked = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final SingleFlight<Integer> flights = new SingleFlight<>(joined::incrementAndGet);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void manyAtOnce_shareOnePieceOfWork_andTheNextDoesAnother() {
    var first = take("a", this::gated);
    await().until(() -> worked.get() == 1);
    var others = IntStream.range(0, 20).mapToObj(i -> take("a", this::gated)).toList();
    await().until(() -> joined.get() == 20);
    gate.countDown();

    assertThat(first.join()).isEqualTo(new SingleFlight.Landed<>(1, false));
    assertThat(others)
        .allSatisfy(
            other -> assertThat(other.join()).isEqualTo(new SingleFlight.Landed<>(1, true)));
    assertThat(flights.take("a", this::gated)).isEqualTo(new SingleFlight.Landed<>(2, false));
  }

  @Test
  void otherWork_waitsForNobody() {
    var waiting = take("a", this::gated);
    await().until(() -> worked.get() == 1);
    assertThat(flights.take("b", () -> 7).result()).isEqualTo(7);
    gate.countDown();
    assertThat(waiting.join().result()).isEqualTo(1);
  }

  @Test
  void failure_ofAnyKind_isThrownToAll_andNotRemembered() {
    var failures =
        List.<Supplier<Integer>>of(
            () -> {
              throw new IllegalStateException("no");
            },
            () -> {
              throw new AssertionError("no");
            });
    for (var failure : failures) {
      var begun = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      var before = joined.get();
      var first =
          take(
              "a",
              () -> {
                begun.countDown();
                passing(go);
                return failure.get();
              });
      passing(begun);
      var second = take("a", () -> 1);
      await().until(() -> joined.get() == before + 1);
      go.countDown();

      assertThatThrownBy(first::join).hasRootCauseMessage("no");
      assertThatThrownBy(second::join).hasRootCauseMessage("no");
      assertThat(flights.take("a", () -> 3).result()).isEqualTo(3);
    }
  }

  @Test
  void whoAsksOnceTheResultIsKnown_getsANewOne() {
    for (var i = 0; i < 1_000; i++) {
      var begun = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      var first =
          take(
              "a",
              () -> {
                begun.countDown();
                passing(go);
                return 1;
              });
      passing(begun);
      var again =
          CompletableFuture.supplyAsync(
              () -> {
                var early = flights.take("a", () -> 2);
                return early.shared() ? flights.take("a", () -> 2).result() : early.result();
              },
              threads);
      go.countDown();
      assertThat(again.join()).isEqualTo(2);
      assertThat(first.join().result()).isEqualTo(1);
    }
  }

  private CompletableFuture<SingleFlight.Landed<Integer>> take(
      String name, Supplier<Integer> work) {
    return CompletableFuture.supplyAsync(() -> flights.take(name, work), threads);
  }

  private int gated() {
    var mine = worked.incrementAndGet();
    passing(gate);
    return mine;
  }

  private static void passing(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
