package ai.hal9.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.cluster.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSpendingIT {

  private static final Duration LIFE = Duration.ofHours(2);
  private static final long LARGE = 1_234_567_890_123_456L;

  @TempDir static Path directory;
  private static TestRedis redis;

  @BeforeAll
  static void start() {
    redis = TestRedis.durable(directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void nodes_addToOneSumThatIsExactAndKeptForItsLife() {
    var client = redis.client("sums");
    var one = SharedSpending.in(client);
    var other = SharedSpending.in(redis.client("sums"));

    assertThat(one.add("day:x", 0, LARGE, LIFE)).hasValue(LARGE);
    assertThat(other.add("day:x", 0, 1, LIFE)).hasValue(LARGE + 1);
    assertThat(one.add("day:x", LARGE, 0, LIFE)).hasValue(LARGE + 1);
    assertThat(one.add("hour:x", 0, 0, LIFE)).hasValue(0);
    Long life = client.call(commands -> commands.pttl(client.key("spent:day:x")));
    assertThat(life).isBetween(LIFE.toMillis() - 60_000, LIFE.toMillis());
  }

  @Test
  void sum_thatRedisHasLost_isToldAnewByWhoeverHeardOfMost() {
    var client = redis.client("lost");
    var one = SharedSpending.in(client);
    var other = SharedSpending.in(redis.client("lost"));
    assertThat(one.add("hour:x", 0, 95, LIFE)).hasValue(95);

    client.call(commands -> commands.del(client.key("spent:hour:x")));

    assertThat(other.add("hour:x", 90, 2, LIFE)).hasValue(92);
    assertThat(one.add("hour:x", 95, 3, LIFE)).hasValue(98);
  }
}
