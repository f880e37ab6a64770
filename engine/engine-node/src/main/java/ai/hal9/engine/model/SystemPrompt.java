package ai.hal9.engine.model;

import ai.hal9.engine.neuron.Neuron;

/** What the model is told of the neuron it speaks for. */
final class SystemPrompt {

  private static final String OWN =
      """
      You are the neuron {neuron} of layer {layer} in a network of neurons: L4 plans, L3 designs, \
      L2 implements. Answer the signal you are given, briefly and to the point.""";

  private static final String FORWARDING =
      """

      If another neuron should carry on, reply with two lines and nothing else: the first \
      'FORWARD_TO: ' and one or more of these names, separated by commas: {connections}. The second \
      'CONTENT: ' and what it should work on. Otherwise reply with the answer alone.""";

  private final String template;

  /** Of a template with {@code {neuron}}, {@code {layer}} and {@code {connections}} in it. */
  SystemPrompt(String template) {
    this.template = template;
  }

  /** For a neuron; of an empty template the product's own. */
  String of(Neuron neuron) {
    var text = template;
    if (text.isEmpty()) {
      text = neuron.connections().isEmpty() ? OWN : OWN + FORWARDING;
    }
    return text.replace("{neuron}", neuron.id())
        .replace("{layer}", neuron.layer().name())
        .replace("{connections}", String.join(", ", neuron.connections()));
  }
}
