package ai.hal9.console.connect;

/**
 * A step of starting a cluster.
 *
 * @param words what it did, or does
 * @param seconds since the start was ordered
 * @param begun whether it began then, and nobody says when it is done
 */
record Step(String words, double seconds, boolean begun) {}
