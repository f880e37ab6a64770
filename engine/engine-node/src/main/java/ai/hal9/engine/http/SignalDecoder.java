package ai.hal9.engine.http;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.signal.Priority;
import ai.hal9.api.signal.SignalRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads a posted signal from its bytes, without a tree. Fields it does not know are passed over.
 */
final class SignalDecoder {

  /** What the bytes were. */
  sealed interface Decoded {
    record Signal(SignalRequest request) implements Decoded {}

    record Wrong(Problem problem) implements Decoded {}
  }

  private @Nullable String content;
  private @Nullable Layer layer;
  private @Nullable String neuronId;
  private @Nullable String userId;
  private Priority priority = Priority.NORMAL;
  private int seen;
  private @Nullable Problem problem;

  private final Wire wire;

  private SignalDecoder(Wire wire) {
    this.wire = wire;
  }

  /** Reads the first bytes of the array. */
  static Decoded decode(Wire wire, byte[] bytes, int length) {
    return new SignalDecoder(wire).read(bytes, length);
  }

  private Decoded read(byte[] bytes, int length) {
    if (wire == Wire.JSON && !JsonBody.isUtf8(bytes, length)) {
      return new Decoded.Wrong(Problem.badRequest("The body is not JSON in UTF-8."));
    }
    if (wire == Wire.CBOR && CborTags.tooMany(bytes, length)) {
      return new Decoded.Wrong(
          Problem.badRequest("A value has more than " + CborTags.MOST + " tags."));
    }
    try (var in = wire.parsers().createParser(ObjectReadContext.empty(), bytes, 0, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return new Decoded.Wrong(Problem.badRequest("The body must be a " + wire + " object."));
      }
      for (var name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        field(name, in);
      }
      if (in.nextToken() != null) {
        return new Decoded.Wrong(Problem.badRequest("Something follows the " + wire + " object."));
      }
    } catch (JacksonException e) {
      return new Decoded.Wrong(Problem.badRequest("The body is not " + wire + ": " + position(e)));
    }
    if (problem != null) {
      return new Decoded.Wrong(problem);
    }
    if (content == null || content.isBlank()) {
      return new Decoded.Wrong(Problem.badField("content", "must be given and not be blank"));
    }
    try {
      return new Decoded.Signal(new SignalRequest(content, layer, neuronId, userId, priority));
    } catch (IllegalArgumentException e) {
      return new Decoded.Wrong(Problem.badRequest("The signal cannot be taken: " + e.getMessage()));
    }
  }

  private void field(String name, JsonParser in) {
    switch (name) {
      case "content" -> content = text(name, 1, in);
      case "neuron_id" -> neuronId = text(name, 1 << 1, in);
      case "user_id" -> userId = text(name, 1 << 2, in);
      case "priority" -> priority = priority(text(name, 1 << 3, in));
      case "layer" -> layer = layer(text(name, 1 << 4, in));
      default -> in.skipChildren();
    }
  }

  /**
   * The text of a field; null when it is null or blank, which is as good as absent. Readers do not
   * agree on which of two to take (RFC 8259, 4), so that neither is.
   */
  private @Nullable String text(String name, int bit, JsonParser in) {
    if ((seen & bit) != 0) {
      wrong(Problem.badField(name, "must be given once"));
    }
    seen |= bit;
    var token = in.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      var text = in.getString();
      return text.isBlank() ? null : text;
    }
    if (token != JsonToken.VALUE_NULL) {
      in.skipChildren();
      wrong(Problem.badField(name, "must be a string"));
    }
    return null;
  }

  private @Nullable Layer layer(@Nullable String text) {
    return switch (text) {
      case null -> null;
      case "L4" -> Layer.L4;
      case "L3" -> Layer.L3;
      case "L2" -> Layer.L2;
      default -> {
        wrong(Problem.badField("layer", "must be L4, L3 or L2"));
        yield null;
      }
    };
  }

  private Priority priority(@Nullable String text) {
    return switch (text) {
      case null -> Priority.NORMAL;
      case "low" -> Priority.LOW;
      case "normal" -> Priority.NORMAL;
      case "high" -> Priority.HIGH;
      default -> {
        wrong(Problem.badField("priority", "must be low, normal or high"));
        yield Priority.NORMAL;
      }
    };
  }

  private void wrong(Problem found) {
    if (problem == null) {
      problem = found;
    }
  }

  private static String position(JacksonException e) {
    var at = e.getLocation();
    return at == null
        ? "it ends too early"
        : at.getLineNr() < 0
            ? "byte " + at.getByteOffset()
            : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}
