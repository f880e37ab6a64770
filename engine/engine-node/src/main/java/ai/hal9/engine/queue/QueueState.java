package ai.hal9.engine.queue;

import java.time.Duration;

/**
 * How the queue is.
 *
 * @param signals that wait to be committed
 * @param entries that carry them
 * @param pending entries delivered to a consumer and not yet done
 * @param oldest age of the oldest entry; zero when there is none
 * @param deadLetters that wait for somebody's decision
 * @param setAside those of the signals that wait for a shard that is gone
 */
public record QueueState(
    long signals, long entries, long pending, Duration oldest, long deadLetters, long setAside) {}
