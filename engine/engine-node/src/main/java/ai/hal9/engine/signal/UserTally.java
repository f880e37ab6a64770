package ai.hal9.engine.signal;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many distinct users were seen in the last minute, by linear counting (Whang, Vander-Zanden,
 * Taylor 1990): of m slots that users hash to, z were not touched, and n = -m ln(z / m) users were
 * seen. 65,536 slots keep the error under 1 % up to 100,000 users; it counts 700,000 at most.
 */
final class UserTally {

  private static final int SLOTS = 1 << 16;
  private static final int SECONDS = 60;

  private final AtomicIntegerArray lastSeen = new AtomicIntegerArray(SLOTS);

  /** Notes a user at a second of a clock that starts above 60. */
  void seen(String user, int second) {
    var slot = spread(user.hashCode()) >>> 16;
    if (lastSeen.getPlain(slot) != second) {
      lastSeen.setOpaque(slot, second);
    }
  }

  /** The users seen in the minute before the second. */
  double distinct(int second) {
    var untouched = 0;
    for (var i = 0; i < SLOTS; i++) {
      if (lastSeen.getOpaque(i) <= second - SECONDS) {
        untouched++;
      }
    }
    return Math.rint(-SLOTS * Math.log(Math.max(1, untouched) / (double) SLOTS));
  }

  /** MurmurHash3's finalizer: similar names fall into unrelated slots. */
  private static int spread(int hash) {
    var h = hash;
    h = (h ^ (h >>> 16)) * 0x85EB_CA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2_AE35;
    return h ^ (h >>> 16);
  }
}
