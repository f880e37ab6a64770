package ai.hal9.engine.cache;

/**
 * A value and the version of what it was made from; a larger version is newer.
 *
 * @param version at least 0
 * @param text the value
 */
public record Versioned(long version, String text) {}
