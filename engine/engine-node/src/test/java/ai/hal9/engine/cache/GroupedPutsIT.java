package ai.hal9.engine.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cache.GroupedPuts.Entry;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.TestRedis;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupedPutsIT {

  private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  @TempDir static Path folder;
  private static TestRedis server;

  /** Its lock is what holds a call back: it gives out its connection under it. */
  private final ClusterRedis redis = client();

  private final GroupedPuts puts = new GroupedPuts(redis, redis.key("channel"), "me\n");

  @BeforeAll
  static void start() {
    server = TestRedis.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void end() {
    puts.close();
  }

  @Test
  void puts_offeredWhileACallIsUnderWay_shareTheNextAndItsMessage() throws Exception {
    var messages = new ConcurrentLinkedQueue<String>();
    redis.listen(redis.key("channel"), messages::add);
    puts.put(entry("warm", 1));
    var before = calls();
    var put = new ArrayList<Future<Long>>();
    synchronized (redis) {
      for (var i = 0; i < 200; i++) {
        put.add(puts.offer(entry("n" + i, i + 1)));
      }
    }
    for (var i = 0; i < put.size(); i++) {
      assertThat(put.get(i).get(10, SECONDS)).isEqualTo(i + 1);
      assertThat(value("n" + i)).isEqualTo(i + 1 + "|text");
    }
    var calls = calls() - before;
    assertThat(calls).isBetween(1, 2);
    await().until(() -> messages.size() > calls);
    assertThat(messages).hasSize(1 + calls).allMatch(each -> each.startsWith("me\n"));
    assertThat(messages.stream().flatMap(String::lines).filter(each -> each.contains("|")))
        .containsExactlyElementsOf(
            IntStream.range(-1, 200)
                .mapToObj(i -> i < 0 ? "warm|1" : "n" + i + "|" + (i + 1))
                .toList());
  }

  @Test
  void puts_moreThanACallTakes_areAllPut() throws Exception {
    var text = "x".repeat(100_000);
    var put = new ArrayList<Future<Long>>();
    synchronized (redis) {
      for (var i = 0; i < 1_000; i++) {
        put.add(puts.offer(entry("n" + i, 1)));
      }
      for (var i = 0; i < 10; i++) {
        put.add(puts.offer(entry("large" + i, 1, text)));
      }
      put.add(puts.offer(entry("huge", 1, text.repeat(10))));
    }
    for (var each : put) {
      assertThat(each.get(10, SECONDS)).isEqualTo(1);
    }
    assertThat(value("huge")).hasSize("1|".length() + 10 * text.length());
  }

  @Test
  void puts_ofOneSubjectInOneCall_arePutOneAfterTheOther() throws Exception {
    puts.put(entry("n", 1));
    var versions = List.of(5L, 7L, 6L, 7L, 2L, 9L, 8L);
    var put = new ArrayList<Future<Long>>();
    synchronized (redis) {
      for (var version : versions) {
        put.add(puts.offer(entry("n", version, "text" + put.size())));
      }
    }
    var there = new ArrayList<Long>();
    for (var each : put) {
      there.add(each.get(10, SECONDS));
    }
    assertThat(there).containsExactly(5L, 7L, 7L, 7L, 7L, 9L, 9L);
    assertThat(value("n")).isEqualTo("9|text5");
  }

  @Test
  void put_ofASubjectThatIsBeingChanged_isPut() {
    var _ = redis.call(commands -> commands.set(redis.key("n:version"), "w"));
    assertThat(puts.put(entry("n", 3))).isEqualTo(3);
    assertThat(value("n")).isEqualTo("3|text");
  }

  @Test
  void put_thatMustFollowAVersion_isPutOnlyWhereOneIsKnown() {
    assertThat(puts.put(following(entry("n", 3)))).isZero();
    Long there = redis.call(commands -> commands.exists(redis.key("n")));
    assertThat(there).isZero();
    var _ = redis.call(commands -> commands.set(redis.key("n:version"), "w"));
    assertThat(puts.put(following(entry("n", 3)))).isZero();
    puts.put(entry("n", 4));
    assertThat(puts.put(following(entry("n", 3)))).isEqualTo(4);
    assertThat(puts.put(following(entry("n", 5)))).isEqualTo(5);
    assertThat(value("n")).isEqualTo("5|text");
  }

  @Test
  void put_whereRedisHasForgottenTheScript_isPut() {
    puts.put(entry("n", 1));
    var _ = redis.call(commands -> commands.scriptFlush());
    assertThat(puts.put(entry("n", 2))).isEqualTo(2);
  }

  @Test
  void puts_whileRedisIsGone_failAndSucceedWhenItIsBack() {
    puts.put(entry("n", 1));
    server.kill();
    var put = new ArrayList<Future<Long>>();
    synchronized (redis) {
      for (var i = 0; i < 1_000; i++) {
        put.add(puts.offer(entry("n" + i, 1)));
      }
    }
    for (var each : put) {
      assertThatThrownBy(() -> each.get(10, SECONDS)).hasCauseInstanceOf(RedisException.class);
    }
    assertThatThrownBy(() -> puts.put(entry("n", 2))).isInstanceOf(RedisException.class);
    server.startAgain();
    await()
        .ignoreExceptionsInstanceOf(RedisException.class)
        .until(() -> puts.put(entry("n", 3)) == 3);
  }

  @Test
  void put_whoseCallerIsInterrupted_failsAloneAndLeavesTheSignSet() throws Exception {
    var interrupted =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> puts.put(entry("n", 1))).isInstanceOf(RedisException.class);
              return Thread.currentThread().isInterrupted();
            });
    Future<Long> other;
    synchronized (redis) {
      Thread.ofVirtual().start(interrupted).interrupt();
      assertThat(interrupted.get(10, SECONDS)).isTrue();
      other = puts.offer(entry("m", 2));
    }
    assertThat(other.get(10, SECONDS)).isEqualTo(2);
  }

  @Test
  void close_whileSomeWait_leavesNobodyWaiting() {
    var put = new ArrayList<Future<Long>>();
    synchronized (redis) {
      for (var i = 0; i < 1_000; i++) {
        put.add(puts.offer(entry("n" + i, 1)));
      }
      puts.close();
    }
    await().until(() -> put.stream().allMatch(Future::isDone));
    assertThatThrownBy(() -> puts.put(entry("n", 1))).isInstanceOf(RedisException.class);
  }

  private static ClusterRedis client() {
    return server.client("puts" + CLUSTERS.incrementAndGet());
  }

  private static Entry following(Entry entry) {
    return new Entry(
        entry.versionKey(),
        entry.valueKey(),
        entry.subject(),
        entry.version(),
        entry.line(),
        entry.ttl(),
        true);
  }

  private Entry entry(String subject, long version) {
    return entry(subject, version, "text");
  }

  private Entry entry(String subject, long version, String text) {
    return new Entry(
        redis.key(subject + ":version"),
        redis.key(subject),
        subject,
        Long.toString(version),
        version + "|" + text,
        "60000",
        false);
  }

  private String value(String subject) {
    return redis.call(commands -> commands.get(redis.key(subject)));
  }

  private int calls() {
    var found = CALLS.matcher(redis.call(commands -> commands.info("commandstats")));
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }
}
