package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body that is one JSON object (RFC 8259): in UTF-8, with no name twice, and with no text that
 * could be neither stored nor told, that is with U+0000 or half a surrogate pair.
 */
final class JsonBody {

  /** What the bytes were. */
  sealed interface Read {
    record Tree(JsonNode root) implements Read {}

    record Wrong(Problem problem) implements Read {}
  }

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private JsonBody() {}

  static Read read(byte[] bytes, int length) {
    JsonNode root;
    try {
      root = JSON.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException e) {
      return new Read.Wrong(Problem.badRequest("The body is not UTF-8."));
    } catch (JacksonException e) {
      return new Read.Wrong(Problem.badRequest("The body is not JSON, or has a name twice."));
    }
    if (!root.isObject()) {
      return new Read.Wrong(Problem.badRequest("The body must be a JSON object."));
    }
    return hasOddText(root)
        ? new Read.Wrong(Problem.badRequest("A text contains U+0000 or half of a surrogate pair."))
        : new Read.Tree(root);
  }

  /** Whether bytes are UTF-8 without U+0000, which JSON has only as an escape. */
  static boolean isUtf8(byte[] bytes, int length) {
    var at = 0;
    while (at < length && bytes[at] > 0) {
      at++;
    }
    if (at == length) {
      return true;
    }
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length - at))
          .chars()
          .noneMatch(c -> c == 0);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean hasOddText(JsonNode node) {
    if (node.isString()) {
      return isOdd(node.asString());
    }
    if (node.isObject()) {
      for (var entry : node.properties()) {
        if (isOdd(entry.getKey()) || hasOddText(entry.getValue())) {
          return true;
        }
      }
    } else {
      for (var element : node) {
        if (hasOddText(element)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOdd(String text) {
    return text.codePoints()
        .anyMatch(
            point ->
                point == 0
                    || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
  }
}
