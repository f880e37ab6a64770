package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningScope;

/** Whom a change reaches. */
sealed interface Target {

  /** Every node, those that join later too. */
  record AllNodes() implements Target {}

  /** One node, until its restart. */
  record OneNode(String name) implements Target {}

  static Target cluster() {
    return new AllNodes();
  }

  default TuningScope scope() {
    return switch (this) {
      case AllNodes _ -> TuningScope.CLUSTER;
      case OneNode _ -> TuningScope.NODE;
    };
  }

  /** As said in a sentence. */
  default String words() {
    return switch (this) {
      case AllNodes _ -> "all nodes";
      case OneNode(var name) -> name;
    };
  }
}
