package ai.hal9.engine.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the list of changes; as text {@code MICROSECONDS-ID}.
 *
 * @param time when the change came into force, to the microsecond
 * @param id tells apart what happened in the same one
 */
public record AuditCursor(Instant time, long id) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,17})-(\\d{1,18})");

  /** Reads a text; empty when it is none. */
  public static Optional<AuditCursor> parse(String text) {
    var parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new AuditCursor(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time) + "-" + id;
  }
}
