package ai.hal9.engine.quota;

import ai.hal9.engine.tuning.EngineTuning.RateLimit;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The users heard of lately. Who has been idle for a minute is forgotten by {@link #forgetIdle}.
 * Where there are as many as may be, whoever comes takes the place of the one of a few who has been
 * idle for longest, as Redis evicts (approximated LRU by sampling): looking a user up notes nothing
 * then, and finds it in as few steps as there can be.
 */
final class UserQuotas {

  static final int MOST = 100_000;
  private static final int SAMPLE = 8;
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

  private final int most;
  private final ConcurrentHashMap<Subject, UserQuota> users = new ConcurrentHashMap<>();
  private final ReentrantLock evicting = new ReentrantLock();

  /** Goes round and round, so that everyone is among the few in turn. */
  private Iterator<Map.Entry<Subject, UserQuota>> round = users.entrySet().iterator();

  /**
   * @param most how many are remembered; a few more while several are added at once
   */
  UserQuotas(int most) {
    this.most = most;
  }

  UserQuota of(Subject user, RateLimit limits, long now) {
    @Nullable UserQuota known = users.get(user);
    return known == null ? added(user, limits, now) : known;
  }

  private UserQuota added(Subject user, RateLimit limits, long now) {
    while (users.mappingCount() >= most) {
      evict();
    }
    return users.computeIfAbsent(user, name -> new UserQuota(limits, now));
  }

  private void evict() {
    evicting.lock();
    try {
      @Nullable Subject idlest = null;
      var usedAt = 0L;
      for (var i = 0; i < SAMPLE; i++) {
        if (!round.hasNext()) {
          round = users.entrySet().iterator();
        }
        if (!round.hasNext()) {
          break;
        }
        var user = round.next();
        if (idlest == null || user.getValue().usedAt() - usedAt < 0) {
          idlest = user.getKey();
          usedAt = user.getValue().usedAt();
        }
      }
      if (idlest != null) {
        users.remove(idlest);
      }
    } finally {
      evicting.unlock();
    }
  }

  /** The one of a user heard of lately. */
  @Nullable UserQuota known(Subject user) {
    return users.get(user);
  }

  long size() {
    return users.mappingCount();
  }

  void forgetIdle(long now) {
    users.values().removeIf(user -> now - user.usedAt() > REMEMBERED);
  }

  void forgetAll() {
    users.clear();
  }
}
