package ai.hal9.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.redis.RedisAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisWiringTest {

  @Test
  void redisThreads_afterManyAttempts_stillTryAgainWithinHalfASecond() {
    var threads = new RedisWiring().redisThreads(new RedisAddresses());
    try {
      for (var attempt : new long[] {1, 10, 1_000}) {
        assertThat(threads.reconnectDelay().createDelay(attempt))
            .isLessThanOrEqualTo(Duration.ofMillis(500));
      }
    } finally {
      var _ = threads.shutdown();
    }
  }

  @Test
  void durableRedis_thatTakesConnectionsAndIsSilent_isGivenUpWithinSeconds() throws IOException {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var threads = new RedisWiring().redisThreads(new RedisAddresses());
      var url = "redis://127.0.0.1:" + silent.getLocalPort();
      var begin = System.nanoTime();
      try (var redis = DurableRedis.open(threads, RedisWiring.address(url, null), "test")) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(redis.obstacle().orElse("")).contains("is not reached");
      } finally {
        var _ = threads.shutdown();
      }
    }
  }
}
