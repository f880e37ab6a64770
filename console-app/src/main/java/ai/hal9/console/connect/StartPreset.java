package ai.hal9.console.connect;

import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.Preset;

/** A cluster one can start with one click. */
public enum StartPreset {
  THREE(
      "three",
      "Three nodes",
      "Every optimisation on; one standby of PostgreSQL. What ‘hal9 up’ starts.",
      3,
      1,
      Preset.DEFAULT),
  ONE("one", "One node", "The smallest that does everything; no standby.", 1, 0, Preset.DEFAULT),
  STANDBYS(
      "standbys",
      "Three nodes, two standbys",
      "For watching replication and failover.",
      3,
      2,
      Preset.DEFAULT),
  BEFORE(
      "before",
      "Three nodes, “before”",
      "Every optimisation off, to see what they are worth.",
      3,
      1,
      Preset.BEFORE),
  THROUGHPUT(
      "throughput",
      "Three nodes, for throughput",
      "Large batches and a large cache: the most signals a second, for some milliseconds each.",
      3,
      1,
      Preset.THROUGHPUT);

  private final String id;
  private final String title;
  private final String about;
  private final int nodes;
  private final int standbys;
  private final Preset preset;

  StartPreset(String id, String title, String about, int nodes, int standbys, Preset preset) {
    this.id = id;
    this.title = title;
    this.about = about;
    this.nodes = nodes;
    this.standbys = standbys;
    this.preset = preset;
  }

  public String id() {
    return id;
  }

  String title() {
    return title;
  }

  String about() {
    return about;
  }

  /** What starting it may take, before it was ever measured here. */
  StartCost estimate() {
    return StartCost.estimated(nodes, standbys);
  }

  /**
   * The cluster to start.
   *
   * @param port where clients shall go; 0 for any free one
   */
  ClusterSpec spec(String name, int port) {
    return ClusterSpec.named(name)
        .withNodes(nodes)
        .withStandbys(standbys)
        .withPreset(preset)
        .withPort(port);
  }
}
