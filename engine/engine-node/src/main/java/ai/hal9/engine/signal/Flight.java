package ai.hal9.engine.signal;

import ai.hal9.engine.neuron.Patience;
import ai.hal9.engine.trace.Traced;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Identical requests on the way to one answer: a leader that fetches it, and who follows. When all
 * their clients have gone, its patience ends.
 */
final class Flight {

  private record Followers(@Nullable Passage newest, boolean landed) {}

  private final AtomicReference<Followers> followers =
      new AtomicReference<>(new Followers(null, false));
  private final AtomicInteger aboard = new AtomicInteger(1);
  private final Patience patience;

  /** Led by whoever asks first. */
  Flight(Traced leader) {
    patience = new Patience(leader);
  }

  /** Ends when nobody aboard is left to be answered. */
  Patience patience() {
    return patience;
  }

  /** Notes that the client of somebody aboard has gone. */
  void leave() {
    if (aboard.decrementAndGet() == 0) {
      patience.end();
    }
  }

  /**
   * Lets a request wait for the leader's answer; false when that has come already, or is given up.
   */
  boolean join(Passage passage) {
    if (aboard.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
      return false;
    }
    while (true) {
      var seen = followers.get();
      if (seen.landed) {
        return false;
      }
      passage.follower = seen.newest;
      if (followers.compareAndSet(seen, new Followers(passage, false))) {
        passage.call().presence().whenGone(this::leave);
        return true;
      }
    }
  }

  /** Ends the flight: the followers, newest first, each with the next in its field. */
  @Nullable Passage land() {
    return followers.getAndSet(new Followers(null, true)).newest;
  }
}
