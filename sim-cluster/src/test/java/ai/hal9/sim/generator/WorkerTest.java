package ai.hal9.sim.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTest {

  private static final Duration STALL = Duration.ofMillis(80);

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void step_stalledWhileItActs_makesTheNextOneLate() throws Exception {
    var late = new CompletableFuture<Long>();
    var tables =
        new RequestSource.Tables(
            List.of(), AliasTable.of(1, _ -> 1), AliasTable.of(1, _ -> 1), 1, List.of());
    var loop = group.next();
    var worker =
        new Worker(
            loop,
            new Bootstrap(),
            null,
            new RequestSource(tables, 1, 0, 1),
            Duration.ofSeconds(1).toNanos(),
            _ -> new Stalling(late));

    loop.execute(() -> worker.begin(new Timeline(System.nanoTime(), 0, 0)));

    assertThat(Duration.ofNanos(late.get(10, TimeUnit.SECONDS)))
        .isGreaterThan(STALL.minusMillis(20));
  }

  /** Does nothing for a while when it is first to act, and tells how late it next is. */
  private static final class Stalling implements Offering {

    private final CompletableFuture<Long> late;
    private int steps;

    Stalling(CompletableFuture<Long> late) {
      this.late = late;
    }

    @Override
    public void woken(long planned, long now) {
      if (steps++ == 1) {
        late.complete(now - planned);
      }
    }

    @Override
    public long act(long now) {
      while (steps == 1 && System.nanoTime() - now < STALL.toNanos()) {
        Thread.onSpinWait();
      }
      return NEVER;
    }

    @Override
    public void prepare() {}

    @Override
    public void begin(Timeline timeline) {}

    @Override
    public void ready(Connection connection, long now) {}

    @Override
    public void refused(Connection connection, long now) {}

    @Override
    public void ended(Connection connection, long now) {}

    @Override
    public void closed(Connection connection, long now) {}

    @Override
    public void pause(long now) {}

    @Override
    public void resume(long now) {}

    @Override
    public void steer(long target, long now) {}

    @Override
    public void follow(long now) {}

    @Override
    public void halt() {}

    @Override
    public boolean exhausted() {
      return true;
    }

    @Override
    public int users() {
      return 0;
    }

    @Override
    public int pending() {
      return 0;
    }

    @Override
    public OptionalLong giveUp() {
      return OptionalLong.empty();
    }
  }
}
