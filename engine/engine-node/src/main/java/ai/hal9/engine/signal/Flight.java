package ai.hal9.engine.signal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Identical requests on the way to one answer: a leader that fetches it, and who follows. */
final class Flight {

  private record Followers(@Nullable Passage newest, boolean landed) {}

  private final AtomicReference<Followers> followers =
      new AtomicReference<>(new Followers(null, false));

  /** Lets a request wait for the leader's answer; false when that has come already. */
  boolean join(Passage passage) {
    while (true) {
      var seen = followers.get();
      if (seen.landed) {
        return false;
      }
      passage.follower = seen.newest;
      if (followers.compareAndSet(seen, new Followers(passage, false))) {
        return true;
      }
    }
  }

  /** Ends the flight: the followers, newest first, each with the next in its field. */
  @Nullable Passage land() {
    return followers.getAndSet(new Followers(null, true)).newest;
  }
}
