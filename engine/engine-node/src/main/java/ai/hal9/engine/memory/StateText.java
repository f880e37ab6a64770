package ai.hal9.engine.memory;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What may be a state or a memory: what PostgreSQL's text and jsonb take. It is decided here since
 * a row that is written behind is acknowledged before PostgreSQL sees it.
 */
public final class StateText {

  private static final int LARGEST_SCALE = 400;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private StateText() {}

  /** The state as it is stored, on one line; empty when it is no JSON object that can be. */
  public static Optional<String> of(byte[] bytes, int length) {
    try {
      var root = JSON.readTree(bytes, 0, length);
      return root.isObject() && storable(root)
          ? Optional.of(JSON.writeValueAsString(root))
          : Optional.empty();
    } catch (JacksonException | NumberFormatException e) {
      // the second comes through Jackson as it is: an exponent that no BigDecimal has
      return Optional.empty();
    }
  }

  /** Whether PostgreSQL takes a text: no NUL, and no half of a pair of surrogates. */
  public static boolean storable(String text) {
    for (var i = 0; i < text.length(); ) {
      var point = text.codePointAt(i);
      if (point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
        return false;
      }
      i += Character.charCount(point);
    }
    return true;
  }

  private static boolean storable(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> storable(node.asString());
      case NUMBER ->
          node.isIntegralNumber() || Math.abs(node.decimalValue().scale()) <= LARGEST_SCALE;
      case OBJECT -> {
        for (var each : node.properties()) {
          if (!storable(each.getKey()) || !storable(each.getValue())) {
            yield false;
          }
        }
        yield true;
      }
      case ARRAY -> {
        for (var each : node) {
          if (!storable(each)) {
            yield false;
          }
        }
        yield true;
      }
      case BOOLEAN, NULL -> true;
      case BINARY, MISSING, POJO -> false;
    };
  }
}
