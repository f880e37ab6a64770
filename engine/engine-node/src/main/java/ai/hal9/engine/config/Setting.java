package ai.hal9.engine.config;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.api.tuning.TuningParameter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One key of the configuration that holds a single value.
 *
 * @param key dotted: section and name
 * @param defaultValue as it would be written; empty when there is none
 * @param allowed what is accepted, for a message
 * @param accepts whether a value is
 * @param meaning one sentence
 */
record Setting(
    String key, String defaultValue, String allowed, Predicate<String> accepts, String meaning) {

  static Setting text(String key, String defaultValue, String meaning) {
    return new Setting(key, defaultValue, "any text", value -> !value.isBlank(), meaning);
  }

  static Setting name(String key, String defaultValue, String meaning) {
    return new Setting(
        key,
        defaultValue,
        "letters, digits, dots, hyphens and underscores",
        value -> value.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
        meaning);
  }

  static Setting headerValue(String key, String defaultValue, String meaning) {
    return new Setting(key, defaultValue, "visible ASCII", Setting::fitsHeader, meaning);
  }

  static Setting host(String key, String defaultValue, String meaning) {
    return new Setting(key, defaultValue, "an address of this machine", Setting::resolves, meaning);
  }

  static Setting file(String key, String meaning) {
    return new Setting(key, "", "the path of a file", value -> !value.isBlank(), meaning);
  }

  static Setting integer(String key, long min, long max, long defaultValue, String meaning) {
    return new Setting(
        key,
        Long.toString(defaultValue),
        min + " to " + max,
        value ->
            value.matches("\\d{1,15}")
                && Long.parseLong(value) >= min
                && Long.parseLong(value) <= max,
        meaning);
  }

  static Setting price(String key, String meaning) {
    return new Setting(
        key,
        "",
        "dollars, as 3 or 0.25",
        value -> value.matches("\\d{1,6}(\\.\\d{1,3})?"),
        meaning);
  }

  static Setting duration(
      String key, Duration min, Duration max, Duration defaultValue, String meaning) {
    return new Setting(
        key,
        DurationText.format(defaultValue),
        DurationText.format(min) + " to " + DurationText.format(max) + ", with its unit",
        value ->
            DurationText.parse(value)
                .filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0)
                .isPresent(),
        meaning);
  }

  static Setting choice(String key, String defaultValue, List<String> choices, String meaning) {
    return new Setting(key, defaultValue, String.join(", ", choices), choices::contains, meaning);
  }

  static Setting url(String key, String defaultValue, List<String> schemes, String meaning) {
    return new Setting(
        key,
        defaultValue,
        "a URL beginning with " + String.join(" or ", schemes),
        value -> schemes.stream().anyMatch(value::startsWith) && isUri(value),
        meaning);
  }

  /** The setting that gives a tuning parameter its value at the start. */
  static Setting of(TuningParameter parameter) {
    return new Setting(
        parameter.key(),
        parameter.defaultValue(),
        parameter.allowed(),
        value -> parameter.check(value).isEmpty(),
        parameter.trades());
  }

  /** The part before the dot; empty for a key that stands alone. */
  String section() {
    var dot = key.indexOf('.');
    return dot < 0 ? "" : key.substring(0, dot);
  }

  /** The environment variable that overrides it. */
  String variable() {
    return "HAL9_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Whether the value of an HTTP header can be this. */
  static boolean fitsHeader(String value) {
    return value.matches("[!-~]+");
  }

  private static boolean isUri(String value) {
    try {
      return !new URI(value).getSchemeSpecificPart().isBlank();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean resolves(String host) {
    try {
      return !host.isBlank() && InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
