package ai.hal9.engine.cache;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Script;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Puts values into Redis in groups: while one call is under way, what arrives waits and makes the
 * next, so that groups grow with load and nobody waits for a timer. Those of a group are put one
 * after the other, in the order they came, and told of in one message. When a call fails, so does
 * what waited behind it: nothing waits for a Redis that does not answer.
 */
final class GroupedPuts implements AutoCloseable {

  private static final int MOST_VALUES = 256;
  private static final int MOST_CHARACTERS = 256 * 1024;
  private static final int MOST_WAITING = 4_096;
  private static final int KEYS = 2;
  private static final int ARGUMENTS = 5;

  /**
   * KEYS: version and value of each. ARGV: channel, what the message begins with, then version,
   * value, ttl ms, subject and whether it must follow one, of each. Returns the version that is
   * there then, of each; 0 where it must follow one and none is known.
   */
  private static final Script<List<String>> PUT =
      Script.ofStrings(
          """
          local there, told = {}, {}
          for i = 1, #KEYS, 2 do
            local at = 3 + 5 * (i - 1) / 2
            local version = ARGV[at]
            local known = redis.call('GET', KEYS[i])
            if known and known ~= 'w' and tonumber(known) > tonumber(version) then
              there[#there + 1] = known
            elseif ARGV[at + 4] == '1' and (not known or known == 'w') then
              there[#there + 1] = '0'
            else
              redis.call('SET', KEYS[i], version, 'PX', ARGV[at + 2])
              redis.call('SET', KEYS[i + 1], ARGV[at + 1], 'PX', ARGV[at + 2])
              there[#there + 1] = version
              told[#told + 1] = ARGV[at + 3] .. '|' .. version
            end
          end
          if #told > 0 then
            redis.call('PUBLISH', ARGV[1], ARGV[2] .. table.concat(told, '\\n'))
          end
          return there
          """);

  private final ClusterRedis redis;
  private final String channel;
  private final String greeting;
  private final BlockingQueue<Put> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread caller;
  private volatile boolean ended;

  /**
   * What is to be put.
   *
   * @param versionKey where the newest version known of the subject is
   * @param valueKey where the value is
   * @param subject what is told to have changed
   * @param line the value as it is kept, with its version
   * @param ttl milliseconds, in digits
   * @param follows whether it is put only where a version of the subject is known
   */
  record Entry(
      String versionKey,
      String valueKey,
      String subject,
      String version,
      String line,
      String ttl,
      boolean follows) {

    private int characters() {
      return line.length();
    }
  }

  /** An entry, and what will be there then. */
  private record Put(Entry entry, CompletableFuture<Long> there) {}

  /**
   * Calls Redis in a thread of its own.
   *
   * @param channel where changes are told
   * @param greeting what each message begins with, in front of lines of {@code SUBJECT|VERSION}
   */
  GroupedPuts(ClusterRedis redis, String channel, String greeting) {
    this.redis = redis;
    this.channel = channel;
    this.greeting = greeting;
    caller = Thread.ofVirtual().name("cache-puts").start(this::run);
  }

  /**
   * Puts a value unless a newer version is known, and waits for that.
   *
   * @return the version that is there then; 0 where it was not put for want of one to follow
   * @throws RedisException when Redis is out of reach, too many wait, or it is closed
   */
  long put(Entry entry) {
    var there = offer(entry);
    try {
      return there.get();
    } catch (InterruptedException e) {
      var _ = there.cancel(false);
      Thread.currentThread().interrupt();
      throw new RedisCommandInterruptedException(e);
    } catch (ExecutionException e) {
      throw new RedisException(e.getCause());
    }
  }

  /** The same without waiting; what is cancelled in time is not put. */
  Future<Long> offer(Entry entry) {
    var put = new Put(entry, new CompletableFuture<>());
    if (!waiting.offer(put)) {
      throw new RedisException(MOST_WAITING + " changes wait for Redis, as many as may");
    }
    if (ended && waiting.remove(put)) {
      put.there().completeExceptionally(closed());
    }
    return put.there();
  }

  private void run() {
    var group = new ArrayList<Put>();
    try {
      while (!ended) {
        take(group);
        call(group);
        group.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
      fail(group, closed());
    }
  }

  private void take(List<Put> group) throws InterruptedException {
    var characters = 0;
    var next = waiting.take();
    while (next != null) {
      group.add(next);
      characters += next.entry().characters();
      next = group.size() < MOST_VALUES && fits(characters) ? waiting.poll() : null;
    }
    group.removeIf(put -> put.there().isDone());
  }

  private boolean fits(int characters) {
    var next = waiting.peek();
    return next != null && characters + next.entry().characters() <= MOST_CHARACTERS;
  }

  private void call(List<Put> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      var there = PUT.run(redis, keys(group), arguments(group));
      for (var i = 0; i < group.size(); i++) {
        group.get(i).there().complete(Long.parseLong(there.get(i)));
      }
    } catch (RuntimeException e) {
      fail(group, e);
    }
  }

  /** The group and all that wait. */
  private void fail(List<Put> group, RuntimeException reason) {
    waiting.drainTo(group);
    group.forEach(put -> put.there().completeExceptionally(reason));
  }

  private static String[] keys(List<Put> group) {
    var keys = new String[KEYS * group.size()];
    var at = 0;
    for (var put : group) {
      keys[at++] = put.entry().versionKey();
      keys[at++] = put.entry().valueKey();
    }
    return keys;
  }

  private String[] arguments(List<Put> group) {
    var arguments = new String[2 + ARGUMENTS * group.size()];
    arguments[0] = channel;
    arguments[1] = greeting;
    var at = 2;
    for (var put : group) {
      arguments[at++] = put.entry().version();
      arguments[at++] = put.entry().line();
      arguments[at++] = put.entry().ttl();
      arguments[at++] = put.entry().subject();
      arguments[at++] = put.entry().follows() ? "1" : "0";
    }
    return arguments;
  }

  private static RedisException closed() {
    return new RedisException("the cache is closed");
  }

  /** Fails what waits and what comes. */
  @Override
  public void close() {
    ended = true;
    caller.interrupt();
  }
}
