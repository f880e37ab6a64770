package ai.hal9.sim.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What a supervisor says of a shard that it was asked to add.
 *
 * @param primary its address, for JDBC; empty where it could not be started
 * @param passwordFile holds the password
 * @param replicas as {@code database.replicas} is written
 * @param problem why it could not be started; null where it runs
 */
public record AddedShard(
    int id, String primary, String passwordFile, String replicas, @Nullable String problem) {}
