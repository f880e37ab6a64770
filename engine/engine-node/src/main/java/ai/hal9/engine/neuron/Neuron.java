package ai.hal9.engine.neuron;

import ai.hal9.api.signal.Layer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A configured neuron.
 *
 * @param id its name in configuration and answers
 * @param layer where it works
 * @param connections ids of the neurons it may forward to; the first is {@code next}
 * @param storedId its key in the neurons table: the name-based UUID of {@code id}
 */
public record Neuron(String id, Layer layer, List<String> connections, UUID storedId) {

  public Neuron {
    connections = List.copyOf(connections);
  }

  /** A neuron whose stored id is derived from its name. */
  public static Neuron of(String id, Layer layer, List<String> connections) {
    return new Neuron(
        id, layer, connections, UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)));
  }
}
