package ai.hal9.engine.signal;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Answers signals. */
public interface SignalService {

  /**
   * Takes a signal through the pipeline. Never blocks: a local cache hit is worked on the calling
   * thread (an IO thread), everything that may wait goes to a virtual thread.
   *
   * @param call the decoded request
   * @param done called exactly once, on any thread, possibly before this returns; must not block
   */
  void submit(SignalCall call, Consumer<SignalOutcome> done);

  /** A stored signal by id, or one that waits in the queue; blocks on both. */
  Optional<StoredSignal> find(UUID id);
}
