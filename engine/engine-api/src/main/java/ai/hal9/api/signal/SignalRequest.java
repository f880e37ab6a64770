package ai.hal9.api.signal;

import org.jspecify.annotations.Nullable;

/**
 * A signal as a client posts it.
 *
 * @param content what is asked; not blank; like the other texts well-formed Unicode without U+0000,
 *     which PostgreSQL's jsonb cannot hold
 * @param layer the layer to serve it; {@link Layer#L4} when neither layer nor neuron is given
 * @param neuronId the neuron to serve it; the layer's first when absent
 * @param userId whose signal it is; {@code anonymous} when absent
 * @param priority who goes first when not all can be served
 */
public record SignalRequest(
    String content,
    @Nullable Layer layer,
    @Nullable String neuronId,
    @Nullable String userId,
    Priority priority) {

  /** The user of a signal that names none. */
  public static final String ANONYMOUS = "anonymous";

  public SignalRequest {
    if (content.isBlank()) {
      throw new IllegalArgumentException("content must not be blank");
    }
    requireStorable("content", content);
    requireStorable("neuron_id", neuronId);
    requireStorable("user_id", userId);
  }

  /** A signal of normal priority. */
  public SignalRequest(
      String content, @Nullable Layer layer, @Nullable String neuronId, @Nullable String userId) {
    this(content, layer, neuronId, userId, Priority.NORMAL);
  }

  /** This signal, as a user's. */
  public SignalRequest of(String user) {
    return new SignalRequest(content, layer, neuronId, user, priority);
  }

  private static void requireStorable(String name, @Nullable String text) {
    if (text == null) {
      return;
    }
    var high = false;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(name + " must not contain the character U+0000");
      }
      if (high != Character.isLowSurrogate(c)) {
        throw new IllegalArgumentException(name + " contains half a surrogate pair");
      }
      high = Character.isHighSurrogate(c);
    }
    if (high) {
      throw new IllegalArgumentException(name + " contains half a surrogate pair");
    }
  }
}
