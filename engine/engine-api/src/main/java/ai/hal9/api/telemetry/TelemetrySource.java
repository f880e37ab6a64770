package ai.hal9.api.telemetry;

import java.time.Instant;
import java.util.Objects;

/**
 * Who a snapshot speaks of.
 *
 * @param kind what it is
 * @param name unique in its cluster
 * @param cluster the cluster's name
 * @param region where it stands
 * @param version the software it runs
 * @param startedAt when its counters began; another value than before means they were reset
 */
public record TelemetrySource(
    SourceKind kind,
    String name,
    String cluster,
    String region,
    String version,
    Instant startedAt) {

  public TelemetrySource {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(startedAt, "startedAt");
  }
}
