package ai.hal9.engine.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.TuningCatalogue;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The sources of values, the later before the earlier: catalogue, file, cluster, node.
 *
 * @param file of the configuration file, checked
 * @param cluster the cluster's book
 * @param node this node's own book
 */
record Layers(Map<String, String> file, TuningBook cluster, TuningBook node) {

  Layers {
    file = Map.copyOf(file);
  }

  Layers withFile(Map<String, String> values) {
    return new Layers(values, cluster, node);
  }

  Layers withCluster(TuningBook book) {
    return new Layers(file, book, node);
  }

  Layers withNode(TuningBook book) {
    return new Layers(file, cluster, book);
  }

  /** The value of every parameter, without what is set in either book. */
  Map<String, String> start() {
    var values = new TreeMap<String, String>();
    TuningCatalogue.all()
        .forEach(parameter -> values.put(parameter.key(), parameter.defaultValue()));
    values.putAll(file);
    return values;
  }

  /** The value of every parameter on a node that has none of its own. */
  Map<String, String> clusterWide() {
    var values = start();
    values.putAll(understood(cluster));
    return values;
  }

  /** The value in force of every parameter. */
  Map<String, String> effective() {
    var values = clusterWide();
    values.putAll(understood(node));
    return values;
  }

  EngineTuning tuning() {
    return EngineTuning.of(cluster.version() + node.version(), effective());
  }

  /** A newer node may have set what this one does not know or does not allow: it stays out. */
  private static Map<String, String> understood(TuningBook book) {
    return book.texts().entrySet().stream()
        .filter(
            entry ->
                TuningCatalogue.find(entry.getKey())
                    .filter(parameter -> parameter.application() == Application.LIVE)
                    .filter(parameter -> parameter.check(entry.getValue()).isEmpty())
                    .isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
