package ai.hal9.console.connect;

/**
 * A step of starting a cluster.
 *
 * @param words what it did
 * @param seconds since the start was ordered
 */
record Step(String words, double seconds) {}
