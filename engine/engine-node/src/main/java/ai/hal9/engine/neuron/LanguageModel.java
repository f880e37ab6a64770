package ai.hal9.engine.neuron;

/** What a neuron thinks with. */
@FunctionalInterface
public interface LanguageModel {

  /**
   * The model's reply for a neuron; may take seconds and blocks, so call it on a virtual thread.
   *
   * @throws ModelException when there is no reply
   */
  String reply(Neuron neuron, String content);
}
