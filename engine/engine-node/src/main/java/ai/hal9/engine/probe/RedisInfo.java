package ai.hal9.engine.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Redis' INFO says, looked up in place: a node is asked for it once a second and wants a dozen
 * of its two hundred lines, and what runs that seldom costs most by what it touches.
 *
 * @param text as Redis says it, a field a line, {@code name:value}
 */
record RedisInfo(String text) {

  RedisInfo {
    text = "\n" + text;
  }

  /** The value of a field; empty when it is not said. */
  Optional<String> field(String name) {
    var line = "\n" + name + ":";
    var at = text.indexOf(line);
    return at < 0 ? Optional.empty() : Optional.of(restOfLine(at + line.length()));
  }

  /** The number a field has; empty when it is not said. */
  Optional<Double> number(String name) {
    return field(name).map(Double::parseDouble);
  }

  /** The values of the fields that have this name and a number behind it, as {@code db0}. */
  List<String> numbered(String name) {
    var values = new ArrayList<String>();
    var line = "\n" + name;
    for (var at = text.indexOf(line); at >= 0; at = text.indexOf(line, at + 1)) {
      var digit = at + line.length();
      var colon = text.indexOf(':', digit);
      if (digit < text.length() && Character.isDigit(text.charAt(digit)) && colon > digit) {
        values.add(restOfLine(colon + 1));
      }
    }
    return values;
  }

  /** One part of a value such as {@code keys=1,expires=0}; empty when it has none of that name. */
  static Optional<String> part(String value, String name) {
    var parts = "," + value;
    var at = parts.indexOf("," + name + "=");
    if (at < 0) {
      return Optional.empty();
    }
    var from = at + name.length() + 2;
    var end = parts.indexOf(',', from);
    return Optional.of(parts.substring(from, end < 0 ? parts.length() : end));
  }

  private String restOfLine(int from) {
    var end = text.indexOf('\n', from);
    return text.substring(from, end < 0 ? text.length() : end).strip();
  }
}
