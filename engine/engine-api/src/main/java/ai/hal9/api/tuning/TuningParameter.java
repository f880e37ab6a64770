package ai.hal9.api.tuning;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One knob.
 *
 * @param key the seed documents' name, dotted
 * @param type what values it takes
 * @param unit of a number, for instance {@code ms}; empty when plain
 * @param min the least allowed number, of a duration in milliseconds; 0 for words
 * @param max the greatest, likewise
 * @param defaultValue in the form {@link #check} accepts
 * @param choices the allowed words of a {@link ValueType#CHOICE} or {@link ValueType#SWITCH}
 * @param application live or on restart
 * @param trades one sentence: what more of it costs and gains
 */
public record TuningParameter(
    String key,
    ValueType type,
    String unit,
    double min,
    double max,
    String defaultValue,
    List<String> choices,
    Application application,
    String trades) {

  public TuningParameter {
    choices = List.copyOf(choices);
  }

  static TuningParameter integer(
      String key, String unit, long min, long max, long defaultValue, String trades) {
    return new TuningParameter(
        key,
        ValueType.INTEGER,
        unit,
        min,
        max,
        Long.toString(defaultValue),
        List.of(),
        Application.LIVE,
        trades);
  }

  static TuningParameter decimal(
      String key, String unit, double min, double max, double defaultValue, String trades) {
    return new TuningParameter(
        key,
        ValueType.DECIMAL,
        unit,
        min,
        max,
        BigDecimal.valueOf(defaultValue).stripTrailingZeros().toPlainString(),
        List.of(),
        Application.LIVE,
        trades);
  }

  static TuningParameter duration(
      String key, Duration min, Duration max, Duration defaultValue, String trades) {
    return new TuningParameter(
        key,
        ValueType.DURATION,
        "",
        min.toMillis(),
        max.toMillis(),
        DurationText.format(defaultValue),
        List.of(),
        Application.LIVE,
        trades);
  }

  static TuningParameter onOff(String key, boolean defaultValue, String trades) {
    return new TuningParameter(
        key,
        ValueType.SWITCH,
        "",
        0,
        0,
        defaultValue ? "on" : "off",
        List.of("on", "off"),
        Application.LIVE,
        trades);
  }

  static TuningParameter choice(
      String key, String defaultValue, List<String> choices, String trades) {
    return new TuningParameter(
        key, ValueType.CHOICE, "", 0, 0, defaultValue, choices, Application.LIVE, trades);
  }

  /** This parameter, but changed only by a restart. */
  TuningParameter onRestart() {
    return new TuningParameter(
        key, type, unit, min, max, defaultValue, choices, Application.RESTART, trades);
  }

  /** What is allowed, for a message: {@code 1 to 1000 rows} or {@code on, off}. */
  public String allowed() {
    return switch (type) {
      case INTEGER, DECIMAL -> (plain(min) + " to " + plain(max) + " " + unit).strip();
      case DURATION -> span(min) + " to " + span(max);
      case SWITCH, CHOICE -> String.join(", ", choices);
    };
  }

  /** The refusal of a value, or empty when it is allowed. */
  public Optional<TuningViolation> check(String value) {
    var fits =
        switch (type) {
          case INTEGER -> value.matches("-?\\d{1,15}") && inRange(value);
          case DECIMAL -> value.matches("-?\\d{1,15}(\\.\\d{1,9})?") && inRange(value);
          case DURATION ->
              DurationText.parse(value)
                  .filter(time -> time.toMillis() >= min && time.toMillis() <= max)
                  .isPresent();
          case SWITCH, CHOICE -> choices.contains(value);
        };
    return fits ? Optional.empty() : Optional.of(new TuningViolation(key, value, allowed()));
  }

  /** A value as the engine writes it: of a switch, YAML's booleans are accepted too. */
  public String normalised(String value) {
    if (type != ValueType.SWITCH) {
      return value;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> "on";
      case "false", "no", "off" -> "off";
      default -> value;
    };
  }

  private boolean inRange(String value) {
    var number = Double.parseDouble(value);
    return number >= min && number <= max;
  }

  private static String span(double millis) {
    return DurationText.format(Duration.ofMillis((long) millis));
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
