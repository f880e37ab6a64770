package ai.hal9.api.cluster;

import java.net.URI;
import java.time.Instant;

/**
 * A node that has lately said it is there.
 *
 * @param name unique in its cluster
 * @param url where it serves HTTP
 * @param region where it stands
 * @param version the software it runs
 * @param startedAt when it began to serve
 * @param lastSeen its last heartbeat
 */
public record ClusterMember(
    String name, URI url, String region, String version, Instant startedAt, Instant lastSeen) {}
