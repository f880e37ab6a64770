package ai.hal9.console.series;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;

/** Whom a question is about. */
public sealed interface Scope {

  /** Every source: all nodes, and the stores where the metric is theirs. */
  static Scope cluster() {
    return new Cluster();
  }

  /** One node, or one store, by its name. */
  static Scope source(String name) {
    return new Named(name);
  }

  /** One node, and everything that is no node. */
  static Scope node(String name) {
    return new Node(name);
  }

  /** Every source in a region. */
  static Scope region(String region) {
    return new Region(region);
  }

  /** Whether a source is meant. */
  default boolean covers(TelemetrySource source) {
    return switch (this) {
      case Cluster _ -> true;
      case Named(var name) -> source.name().equals(name);
      case Node(var name) -> source.kind() != SourceKind.NODE || source.name().equals(name);
      case Region(var region) -> source.region().equals(region);
    };
  }

  record Cluster() implements Scope {}

  record Named(String name) implements Scope {}

  record Node(String name) implements Scope {}

  record Region(String region) implements Scope {}
}
