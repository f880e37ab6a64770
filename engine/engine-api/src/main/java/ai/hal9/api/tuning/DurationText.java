package ai.hal9.api.tuning;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as configuration writes them: {@code 250ms}, {@code 30s}, {@code 10min}, {@code 1h}.
 */
public final class DurationText {

  private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?(ms|s|min|m|h)");

  private DurationText() {}

  /** Reads a duration, or nothing when the text is none. */
  public static Optional<Duration> parse(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofMinutes(amount);
        });
  }

  /** Writes a duration in the largest unit that keeps it whole. */
  public static String format(Duration duration) {
    var millis = duration.toMillis();
    if (millis % 3_600_000 == 0 && millis != 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0 && millis != 0) {
      return millis / 60_000 + "min";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
