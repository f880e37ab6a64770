package ai.hal9.engine.neuron;

import java.util.List;

/**
 * What the neurons made of a signal.
 *
 * @param content the answer; of several branches one after the other, a line each
 * @param path the neurons visited, a branch after the other
 * @param models the names of the models that replied, each once, in order
 * @param substitute whether a model that stood in for the configured one had a part in it
 */
public record NeuronAnswer(
    String content, List<String> path, List<String> models, boolean substitute) {
  public NeuronAnswer {
    path = List.copyOf(path);
    models = List.copyOf(models);
  }
}
