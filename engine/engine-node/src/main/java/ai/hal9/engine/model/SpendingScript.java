package ai.hal9.engine.model;

import ai.hal9.engine.cluster.Script;

/**
 * The script that adds to a sum, run by Redis as one step. What a node has heard of stands in for
 * what Redis has lost, by a restart or to a replica that had not got it. Lua's numbers hold sums
 * exactly up to nine million dollars a window.
 */
final class SpendingScript {

  /** Of a key, what was heard of, what is added, and milliseconds to keep it; answers the sum. */
  static final Script<Long> ADD =
      Script.ofNumber(
          """
          local kept = tonumber(redis.call('GET', KEYS[1]) or '0')
          local sum = math.max(kept, tonumber(ARGV[1])) + tonumber(ARGV[2])
          redis.call('SET', KEYS[1], string.format('%.0f', sum), 'PX', ARGV[3])
          return sum
          """);

  private SpendingScript() {}
}
