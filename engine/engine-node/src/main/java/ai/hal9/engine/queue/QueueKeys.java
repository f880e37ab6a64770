package ai.hal9.engine.queue;

import ai.hal9.engine.redis.DurableRedis;

/**
 * What the queue is made of in Redis.
 *
 * @param entries a stream; an entry carries the signals of one append
 * @param length how many signals the entries carry
 * @param dead a stream of dead letters
 * @param aside a hash: how many signals wait for each shard that is gone; those of shard 1 are in
 *     the stream of this name and {@code :1}
 */
record QueueKeys(String entries, String length, String dead, String aside) {

  /** The consumers' group: one a cluster, since each has its keys. */
  static final String GROUP = "writers";

  /** The field of an entry that holds its signals. */
  static final String ROWS = "rows";

  /** And the one that says how many. */
  static final String COUNT = "n";

  /** The field of an entry or dead letter that holds its {@link EntryTraces}. */
  static final String TRACES = "traces";

  /** Since when the signals of an entry wait that was divided or set aside; ms since 1970. */
  static final String SINCE = "since";

  /** Of a dead letter. */
  static final String REASON = "reason";

  static QueueKeys of(DurableRedis redis) {
    return new QueueKeys(
        redis.key("queue:entries"),
        redis.key("queue:length"),
        redis.key("queue:dead"),
        redis.key("queue:aside"));
  }

  String[] entriesAndLength() {
    return new String[] {entries, length};
  }

  String[] all() {
    return new String[] {entries, length, dead, aside};
  }

  String[] waiting() {
    return new String[] {entries, length, aside};
  }

  /** The stream of what waits for a shard. */
  String aside(String shard) {
    return aside + ":" + shard;
  }
}
