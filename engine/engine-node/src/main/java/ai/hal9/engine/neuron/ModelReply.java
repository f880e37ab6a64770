package ai.hal9.engine.neuron;

/**
 * What a model said.
 *
 * @param text the reply
 * @param model the name of the model that said it
 * @param substitute whether that one stood in for the configured model, so that the reply is not
 *     kept for others
 */
public record ModelReply(String text, String model, boolean substitute) {

  /** The configured model's reply. */
  public static ModelReply of(String text, String model) {
    return new ModelReply(text, model, false);
  }
}
