package ai.hal9.engine.tuning;

import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The cluster's book and its history in Redis. Every method may throw Lettuce's exceptions. */
final class SharedBook {

  private static final Logger LOG = LoggerFactory.getLogger(SharedBook.class);

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Lines of history kept. */
  static final int KEPT = 200;

  /**
   * Puts a book in the place of the one with the expected stamp, adds to the history, newest last,
   * and tells everyone; or does nothing and returns 0. KEYS: book, history, channel. ARGV: expected
   * stamp, new stamp, new book, lines of history.
   */
  private static final Script<Long> REPLACE =
      Script.ofNumber(
          """
          local stamp = redis.call('HGET', KEYS[1], 'stamp') or ''
          if stamp ~= ARGV[1] then return 0 end
          redis.call('HSET', KEYS[1], 'stamp', ARGV[2], 'book', ARGV[3])
          for i = 4, #ARGV do redis.call('LPUSH', KEYS[2], ARGV[i]) end
          redis.call('LTRIM', KEYS[2], 0, %d)
          redis.call('PUBLISH', KEYS[3], ARGV[2])
          return 1
          """
              .formatted(KEPT - 1));

  private final ClusterRedis redis;
  private final String book;
  private final String history;
  private final String channel;

  SharedBook(ClusterRedis redis) {
    this.redis = redis;
    book = redis.key("tuning");
    history = redis.key("tuning:history");
    channel = redis.key("tuning:changed");
  }

  /** The stamp of the book in place; empty when there is none. */
  String stamp() {
    var stamp = redis.call(commands -> commands.hget(book, "stamp"));
    return stamp == null ? "" : stamp;
  }

  TuningBook read() {
    var text = redis.call(commands -> commands.hget(book, "book"));
    return text == null ? TuningBook.empty() : JSON.readValue(text, TuningBook.class);
  }

  /** Newest first. */
  List<TuningVersion> history() {
    return redis.call(commands -> commands.lrange(history, 0, -1)).stream()
        .mapMulti(SharedBook::line)
        .toList();
  }

  /**
   * Replaces a book.
   *
   * @param expected the stamp the book in place must have
   * @param next what replaces it
   * @param lines what to add to the history, newest first
   * @return false when another book is in place; nothing was changed then
   */
  boolean replace(String expected, TuningBook next, List<TuningVersion> lines) {
    var arguments = new ArrayList<String>();
    arguments.add(expected);
    arguments.add(next.stamp());
    arguments.add(JSON.writeValueAsString(next));
    lines.reversed().forEach(line -> arguments.add(JSON.writeValueAsString(line)));
    var keys = new String[] {book, history, channel};
    return REPLACE.run(redis, keys, arguments.toArray(String[]::new)) == 1;
  }

  /** Calls on every replacement, from now on. */
  void onReplaced(Runnable listener) {
    redis.listen(channel, stamp -> listener.run());
  }

  private static void line(String text, Consumer<TuningVersion> lines) {
    try {
      lines.accept(JSON.readValue(text, TuningVersion.class));
    } catch (JacksonException e) {
      LOG.warn("A line of the tuning history is of another version and left out: {}", text);
    }
  }
}
