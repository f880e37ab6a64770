package ai.hal9.engine.shard;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** By what slots are given to shards. */
public enum Strategy {
  /** JumpBackHash: a further shard takes its share of every other, and nothing else moves. */
  CONSISTENT_HASH,
  /** Neighbouring slots, as configured. */
  KEY_RANGE;

  /** As it is written in a configuration file. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them, as written. */
  public static List<String> names() {
    return Stream.of(values()).map(Strategy::wireName).toList();
  }

  /** The one written so, which must be one of {@link #names()}. */
  public static Strategy named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
