package ai.hal9.engine.neuron;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.config.NodeConfig;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The neurons of a node, by id and by layer. */
public final class Neurons {

  private final Map<String, Neuron> byId = new LinkedHashMap<>();
  private final Map<Layer, Neuron> firstOfLayer = new EnumMap<>(Layer.class);

  private Neurons(List<Neuron> neurons) {
    for (var neuron : neurons) {
      byId.put(neuron.id(), neuron);
      firstOfLayer.putIfAbsent(neuron.layer(), neuron);
    }
  }

  /** The configured neurons, in order. */
  public static Neurons of(List<NodeConfig.Neuron> configured) {
    return new Neurons(
        configured.stream()
            .map(n -> Neuron.of(n.id(), n.layer(), n.forwardConnections()))
            .toList());
  }

  /** All of them, in the order configured. */
  public List<Neuron> all() {
    return List.copyOf(byId.values());
  }

  /** The neuron of this id. */
  public Optional<Neuron> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * The neuron that serves a request: the one named; where that is not configured the first of the
   * given layer; the first of L4 where neither is given. Null when none can.
   */
  public @Nullable Neuron serving(@Nullable Layer layer, @Nullable String id) {
    if (id != null) {
      var named = byId.get(id);
      if (named != null || layer == null) {
        return named;
      }
    }
    return firstOfLayer.get(layer == null ? Layer.L4 : layer);
  }
}
