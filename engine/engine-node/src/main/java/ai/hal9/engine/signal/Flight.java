package ai.hal9.engine.signal;

import ai.hal9.api.signal.Priority;
import ai.hal9.engine.neuron.Patience;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Identical requests on the way to one answer: a leader that fetches it, and who follows. It
 * matters as much as the most important aboard. When all their clients have gone, its patience
 * ends.
 */
final class Flight {

  /**
   * Who follows.
   *
   * @param most how much the most important aboard matters
   * @param landed whether nobody can join any more
   */
  private record Followers(@Nullable Passage newest, Priority most, boolean landed) {}

  private final AtomicReference<Followers> followers;
  private final AtomicInteger aboard = new AtomicInteger(1);
  private final Patience patience;
  private volatile @Nullable Consumer<Priority> raised;

  /** Led by whoever asks first. */
  Flight(SignalCall leader) {
    patience = new Patience(leader.traced());
    followers = new AtomicReference<>(new Followers(null, leader.request().priority(), false));
  }

  /** How much it matters. */
  Priority priority() {
    return followers.get().most;
  }

  /** Tells, now and whenever somebody joins who matters more, how much it does. */
  void tell(Consumer<Priority> heard) {
    raised = heard;
    heard.accept(priority());
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
      var priority = passage.call().request().priority();
      var more = priority.compareTo(seen.most) > 0;
      var joined = new Followers(passage, more ? priority : seen.most, false);
      if (followers.compareAndSet(seen, joined)) {
        passage.call().presence().whenGone(this::leave);
        var heard = raised;
        if (more && heard != null) {
          heard.accept(priority);
        }
        return true;
      }
    }
  }

  /** Lets nobody join any more, unless it matters more than this by now: false then. */
  boolean closed(Priority priority) {
    while (true) {
      var seen = followers.get();
      if (seen.most.compareTo(priority) > 0) {
        return false;
      }
      if (followers.compareAndSet(seen, new Followers(seen.newest, seen.most, true))) {
        return true;
      }
    }
  }

  /** Ends the flight: the followers, newest first, each with the next in its field. */
  @Nullable Passage land() {
    return followers.getAndUpdate(seen -> new Followers(null, seen.most, true)).newest;
  }
}
