package ai.hal9.engine.migration;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as PostgreSQL prints its {@code jsonb}: members by length of key, then bytes, the last of
 * equal keys, one space after a comma or colon, numbers without exponent.
 */
final class JsonbText {

  /** PostgreSQL's limits of {@code numeric}: digits before and after the point. */
  private static final int MOST_DIGITS = 131_072;

  private static final int MOST_DECIMALS = 16_383;
  private static final int DEEPEST = 500;
  private static final JsonFactory PARSERS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(MOST_DIGITS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final Comparator<Member> ORDER =
      Comparator.<Member>comparingInt(member -> member.key.length)
          .thenComparing(member -> member.key, Arrays::compareUnsigned);

  private static final byte[] NOTHING = {};
  private static final byte[] SEPARATOR = {',', ' '};

  private JsonbText() {}

  private static final class Member {
    private final byte[] key;
    private final String name;
    private final byte[] value;

    Member(byte[] key, String name, byte[] value) {
      this.key = key;
      this.name = name;
      this.value = value;
    }
  }

  /**
   * The canonical text of a JSON text.
   *
   * @param utf8 checked to be UTF-8
   */
  static byte[] of(byte[] utf8) throws RowRefusal {
    try (var parser = PARSERS.createParser(ObjectReadContext.empty(), utf8)) {
      if (parser.nextToken() == null) {
        throw new RowRefusal("is no JSON: it is empty");
      }
      var text = value(parser);
      if (parser.nextToken() != null) {
        throw new RowRefusal("is no JSON: something follows its end");
      }
      return text;
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /**
   * Refuses what {@link #of} would, at less cost.
   *
   * @param utf8 checked to be UTF-8
   */
  static void check(byte[] utf8) throws RowRefusal {
    if (escapesUnits(utf8)) {
      of(utf8);
      return;
    }
    try (var parser = PARSERS.createParser(ObjectReadContext.empty(), utf8)) {
      var depth = 0;
      var values = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 0) {
          values++;
        }
        if (token.isNumeric()) {
          number(parser.getString());
        }
      }
      if (values != 1) {
        throw new RowRefusal(
            values == 0 ? "is no JSON: it is empty" : "is no JSON: something follows its end");
      }
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /** Whether it escapes some UTF-16 unit, of which not all are characters. */
  private static boolean escapesUnits(byte[] utf8) {
    for (var i = 1; i < utf8.length; i++) {
      if (utf8[i] == 'u' && utf8[i - 1] == '\\') {
        return true;
      }
    }
    return false;
  }

  private static RowRefusal notJson(JacksonException e) {
    return new RowRefusal("is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
  }

  private static byte[] value(JsonParser parser) throws RowRefusal {
    var token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> string(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          token.asString().getBytes(StandardCharsets.US_ASCII);
      default -> throw new RowRefusal("is no JSON: " + token);
    };
  }

  private static byte[] object(JsonParser parser) throws RowRefusal {
    var members = new ArrayList<Member>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      members.add(new Member(name.getBytes(StandardCharsets.UTF_8), name, value(parser)));
    }
    members.sort(ORDER);
    var text = new Bytes(128).put('{');
    for (var i = 0; i < members.size(); i++) {
      var member = members.get(i);
      if (i + 1 < members.size() && Arrays.equals(member.key, members.get(i + 1).key)) {
        continue;
      }
      text.put(text.length() == 1 ? NOTHING : SEPARATOR);
      text.put(string(member.name)).put(':').put(' ').put(member.value);
    }
    return text.put('}').copy(0);
  }

  private static byte[] array(JsonParser parser) throws RowRefusal {
    var text = new Bytes(128).put('[');
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      text.put(text.length() == 1 ? NOTHING : SEPARATOR).put(value(parser));
    }
    return text.put(']').copy(0);
  }

  private static byte[] string(String value) throws RowRefusal {
    checkUnits(value);
    var plain = value.getBytes(StandardCharsets.UTF_8);
    var text = new Bytes(plain.length + 16).put('"');
    var from = 0;
    for (var i = 0; i < plain.length; i++) {
      var b = plain[i];
      if ((b & 0xE0) == 0 || b == '"' || b == '\\') {
        text.put(plain, from, i - from).ascii(escape(b));
        from = i + 1;
      }
    }
    return text.put(plain, from, plain.length - from).put('"').copy(0);
  }

  private static String escape(byte b) {
    return switch (b) {
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> "\\u%04x".formatted(b);
    };
  }

  private static void checkUnits(String value) throws RowRefusal {
    for (var i = 0; i < value.length(); i++) {
      var unit = value.charAt(i);
      if (unit == 0) {
        throw new RowRefusal("has U+0000 in a string, which PostgreSQL cannot hold");
      }
      if (Character.isSurrogate(unit)) {
        if (!Character.isHighSurrogate(unit)
            || i + 1 == value.length()
            || !Character.isLowSurrogate(value.charAt(i + 1))) {
          throw new RowRefusal("has half a surrogate pair in a string");
        }
        i++;
      }
    }
  }

  private static byte[] number(String text) throws RowRefusal {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new RowRefusal("has a number out of PostgreSQL's range");
    }
    if (number.scale() > MOST_DECIMALS
        || (long) number.precision() - number.scale() > MOST_DIGITS) {
      throw new RowRefusal("has a number out of PostgreSQL's range");
    }
    return (number.scale() < 0 ? number.setScale(0) : number)
        .toPlainString()
        .getBytes(StandardCharsets.US_ASCII);
  }
}
