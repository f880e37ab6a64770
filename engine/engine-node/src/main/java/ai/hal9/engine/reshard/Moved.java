package ai.hal9.engine.reshard;

/**
 * What one shard has given away.
 *
 * @param rows signals compared and deleted there
 * @param checksum of them all, whatever their order: the exclusive or of their 64-bit hashes
 * @param heldMillis for how long their users' signals were held
 */
public record Moved(int source, int slots, long rows, long checksum, long heldMillis) {}
