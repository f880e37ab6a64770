package ai.hal9.engine.tuning;

import java.util.Map;

/**
 * What is in force and where it comes from. A later map goes before an earlier one.
 *
 * @param nodeVersion number of changes of this node's own since its start; what a change of scope
 *     node may insist on
 * @param clusterVersion number of changes of the cluster; what a change of scope cluster may insist
 *     on
 * @param file values the configuration file sets
 * @param cluster values set for the whole cluster
 * @param node values set for this node alone
 * @param beneathCluster the value of every parameter where nothing is set for the cluster
 * @param beneathNode the value of every parameter where nothing is set for this node alone
 * @param effective the value in force of every parameter
 */
public record TuningState(
    long nodeVersion,
    long clusterVersion,
    Map<String, String> file,
    Map<String, String> cluster,
    Map<String, String> node,
    Map<String, String> beneathCluster,
    Map<String, String> beneathNode,
    Map<String, String> effective) {

  public TuningState {
    file = Map.copyOf(file);
    cluster = Map.copyOf(cluster);
    node = Map.copyOf(node);
    beneathCluster = Map.copyOf(beneathCluster);
    beneathNode = Map.copyOf(beneathNode);
    effective = Map.copyOf(effective);
  }
}
