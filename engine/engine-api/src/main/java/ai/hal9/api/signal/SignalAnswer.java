package ai.hal9.api.signal;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A node's answer to a signal, the {@code data} of a 200.
 *
 * @param signalId the stored row's id (UUIDv7)
 * @param neuronId the neuron that served it, which is the layer's first when the asked-for one is
 *     not configured
 * @param layer that neuron's layer
 * @param content the answer
 * @param path the neurons visited, in order
 * @param models the names of the language models that replied; empty in an answer that a version
 *     before this one stored
 * @param cache where the answer came from
 * @param durability what this acknowledgement survives
 * @param timings milliseconds spent per stage, in their order; a stage not passed is absent
 */
public record SignalAnswer(
    UUID signalId,
    String neuronId,
    Layer layer,
    String content,
    List<String> path,
    List<String> models,
    CacheOutcome cache,
    Durability durability,
    Map<Stage, Double> timings) {

  public SignalAnswer {
    path = List.copyOf(path);
    models = Objects.requireNonNullElse(models, List.<String>of());
    models = List.copyOf(models);
    var stages = new EnumMap<Stage, Double>(Stage.class);
    stages.putAll(timings);
    timings = Collections.unmodifiableMap(stages);
  }
}
