package ai.hal9.stores.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How far replication has come, as {@code INFO replication} says.
 *
 * @param position of a primary: up to where it has written; of a replica: up to where it has
 *     received; in bytes
 * @param silent for how many seconds each replica that is online has not been heard of, by its port
 */
public record RedisShipping(long position, Map<Integer, Integer> silent) {

  private static final Pattern REPLICA =
      Pattern.compile("(?m)^slave\\d+:.*port=(\\d+),state=online,.*lag=(\\d+)");
  private static final Pattern WRITTEN = Pattern.compile("(?m)^master_repl_offset:(\\d+)");
  private static final Pattern RECEIVED = Pattern.compile("(?m)^slave_repl_offset:(\\d+)");

  public RedisShipping {
    silent = Map.copyOf(silent);
  }

  static RedisShipping of(String info) {
    var silent = new HashMap<Integer, Integer>();
    REPLICA
        .matcher(info)
        .results()
        .forEach(
            replica ->
                silent.put(Integer.parseInt(replica.group(1)), Integer.parseInt(replica.group(2))));
    var received = number(RECEIVED, info);
    return new RedisShipping(received < 0 ? number(WRITTEN, info) : received, silent);
  }

  private static long number(Pattern field, String info) {
    var found = field.matcher(info);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }
}
