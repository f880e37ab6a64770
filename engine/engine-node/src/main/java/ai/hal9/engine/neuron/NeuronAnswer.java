package ai.hal9.engine.neuron;

import java.util.List;

/**
 * What the neurons made of a signal.
 *
 * @param content the answer; of several branches one after the other, a line each
 * @param path the neurons visited, a branch after the other
 */
public record NeuronAnswer(String content, List<String> path) {
  public NeuronAnswer {
    path = List.copyOf(path);
  }
}
