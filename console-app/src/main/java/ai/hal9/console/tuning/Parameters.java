package ai.hal9.console.tuning;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.ValueType;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parameters and their values in words. */
final class Parameters {

  /** In the order they are shown: what is turned most first. */
  private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("performance", "Performance");
    SECTIONS.put("database", "Database pool");
    SECTIONS.put("redis", "Redis");
    SECTIONS.put("queue", "Durable queue");
    SECTIONS.put("circuit_breaker", "Circuit breakers");
    SECTIONS.put("rate_limit", "Rate limits");
    SECTIONS.put("claude", "Language model");
    SECTIONS.put("games", "Games");
    SECTIONS.put("push", "Push");
    SECTIONS.put("telemetry", "Telemetry");
    SECTIONS.put("server", "HTTP server");
  }

  /** Sections in their order, in each the keys in theirs. */
  static final Comparator<TuningParameter> ORDER =
      Comparator.<TuningParameter>comparingInt(parameter -> rank(parameter.key()))
          .thenComparing(TuningParameter::key);

  private Parameters() {}

  /** The part of a key before the dot. */
  static String section(String key) {
    var dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  private static int rank(String key) {
    var known = List.copyOf(SECTIONS.keySet()).indexOf(section(key));
    return known < 0 ? SECTIONS.size() : known;
  }

  /** A section's title. */
  static String title(String section) {
    return SECTIONS.getOrDefault(section, sentence(section));
  }

  /** {@code Buffer flush} for {@code performance.buffer_flush_ms}: the unit stands elsewhere. */
  static String name(String key) {
    var last = key.substring(key.indexOf('.') + 1).replaceFirst("_(ms|seconds)$", "");
    return sentence(last).replaceAll("(?i)\\bttl\\b", "TTL").replaceAll("(?i)\\bio\\b", "IO");
  }

  /** Whether two ways to write a value mean the same. */
  static boolean same(TuningParameter parameter, String one, String other) {
    return one.equals(other)
        || (parameter.check(one).isEmpty()
            && parameter.check(other).isEmpty()
            && canonical(parameter, one).equals(canonical(parameter, other)));
  }

  /** A value with its unit: {@code 50 ms}. */
  static String shown(TuningParameter parameter, String value) {
    var number = parameter.type() == ValueType.INTEGER && value.matches("-?\\d{1,15}");
    var text = number ? String.format(Locale.ROOT, "%,d", Long.parseLong(value)) : value;
    return (text + " " + unit(parameter.unit(), text)).strip();
  }

  /** One writer, one entry: a unit that is a word has its singular. */
  private static String unit(String unit, String number) {
    if (!number.equals("1") || unit.length() < 3 || !unit.endsWith("s")) {
      return unit;
    }
    return unit.endsWith("ies")
        ? unit.substring(0, unit.length() - 3) + "y"
        : unit.substring(0, unit.length() - (unit.endsWith("sses") ? 2 : 1));
  }

  private static Object canonical(TuningParameter parameter, String value) {
    return switch (parameter.type()) {
      case INTEGER, DECIMAL -> new BigDecimal(value).stripTrailingZeros();
      case DURATION -> DurationText.parse(value).orElseThrow();
      case SWITCH, CHOICE -> value;
    };
  }

  private static String sentence(String words) {
    var spaced = words.replace('_', ' ');
    return spaced.isEmpty()
        ? spaced
        : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
  }
}
