package ai.hal9.engine.model;

import ai.hal9.engine.neuron.ModelException.Fault;
import java.time.Duration;

/** How one HTTP request to the model ended. */
sealed interface Attempt {

  /**
   * With a reply.
   *
   * @param model which model replied, as it says itself
   */
  record Answered(String text, String model, Usage usage) implements Attempt {}

  /**
   * Without one.
   *
   * @param status its label in metrics: the HTTP status or a word
   * @param again whether the same request may be sent again: the model has certainly not served it
   * @param charged whether the model may have served it all the same, and charge for it
   * @param retryAfter when the model asks to be asked again; zero when it does not say
   * @param why for a person
   */
  record Failed(
      String status, Fault fault, boolean again, boolean charged, Duration retryAfter, String why)
      implements Attempt {}
}
