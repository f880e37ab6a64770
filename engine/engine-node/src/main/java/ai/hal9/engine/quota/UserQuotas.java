package ai.hal9.engine.quota;

import ai.hal9.engine.tuning.EngineTuning.RateLimit;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The users heard of lately, at most 100,000. Who has been idle for a minute is forgotten by {@link
 * #forgetIdle} and not by the cache itself, which would have to note each look.
 */
final class UserQuotas {

  private static final int MOST = 100_000;
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

  /** Tidied by who adds, a few entries at a time: to wake another thread for it costs more. */
  private final Cache<Subject, UserQuota> users =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  UserQuota of(Subject user, RateLimit limits, long now) {
    @Nullable UserQuota known = users.getIfPresent(user);
    return known == null ? users.get(user, name -> new UserQuota(limits, now)) : known;
  }

  /** The one of a user heard of lately. */
  @Nullable UserQuota known(Subject user) {
    return users.getIfPresent(user);
  }

  long size() {
    return users.estimatedSize();
  }

  void forgetIdle(long now) {
    users.asMap().values().removeIf(user -> now - user.usedAt() > REMEMBERED);
  }

  void forgetAll() {
    users.invalidateAll();
  }
}
