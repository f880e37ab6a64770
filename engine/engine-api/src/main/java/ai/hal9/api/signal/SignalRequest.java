package ai.hal9.api.signal;

import org.jspecify.annotations.Nullable;

/**
 * A signal as a client posts it.
 *
 * @param content what is asked; not blank
 * @param layer the layer to serve it; {@link Layer#L4} when neither layer nor neuron is given
 * @param neuronId the neuron to serve it; the layer's first when absent
 * @param userId whose signal it is; {@code anonymous} when absent
 */
public record SignalRequest(
    String content, @Nullable Layer layer, @Nullable String neuronId, @Nullable String userId) {

  /** The user of a signal that names none. */
  public static final String ANONYMOUS = "anonymous";

  public SignalRequest {
    if (content.isBlank()) {
      throw new IllegalArgumentException("content must not be blank");
    }
  }
}
