package ai.hal9.engine.neuron;

/** What a neuron thinks with. */
@FunctionalInterface
public interface LanguageModel {

  /**
   * The model's reply for a neuron; may take seconds and blocks, so call it on a virtual thread.
   *
   * @param patience when it ends the reply is of no use to anybody: what is under way is given up
   * @throws ModelException when there is no reply
   */
  ModelReply reply(Neuron neuron, String content, Patience patience);

  /**
   * Whether a reply would come now without anything being waited for, so that an IO thread may ask.
   */
  default boolean answersAtOnce() {
    return false;
  }
}
