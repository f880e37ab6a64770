package ai.hal9.engine.http;

import java.time.Instant;

/**
 * Who the node is, as it tells anyone.
 *
 * @param name unique in its cluster
 * @param cluster the cluster's name
 * @param region where it stands
 * @param version the software it runs
 * @param startedAt when its process began to serve
 */
public record NodeIdentity(
    String name, String cluster, String region, String version, Instant startedAt) {}
