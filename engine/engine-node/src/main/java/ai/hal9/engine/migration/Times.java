package ai.hal9.engine.migration;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Instants as SQLite files hold them (SQLite's documentation, "Date And Time Functions"): text such
 * as {@code 2026-03-01 12:30:45.123}, with or without zone, UTC without; whole numbers of seconds,
 * milliseconds or microseconds since 1970, told apart by their size; fractional seconds since 1970;
 * Julian days.
 */
final class Times {

  static final long FIRST = micros(LocalDateTime.of(2000, 1, 1, 0, 0));
  static final long END = micros(LocalDateTime.of(2100, 1, 1, 0, 0));

  private static final long MICROS = 1_000_000;
  private static final long MOST_SECONDS = 100_000_000_000L;
  private static final long MOST_MILLIS = 1_000 * MOST_SECONDS;
  private static final double JULIAN_1970 = 2_440_587.5;
  private static final double MOST_JULIAN = 5_373_484.5;
  private static final double MILLIS_A_DAY = 86_400_000;
  private static final int PLAIN_LENGTH = 19;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");

  private static final DateTimeFormatter TEXT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .optionalEnd()
          .optionalStart()
          .appendPattern("[' '][XXX][XX][X]")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  /** Microseconds since 1970 of a value as the driver gives it. */
  static long micros(Object value) throws RowRefusal {
    var micros =
        switch (value) {
          case Integer seconds -> seconds * MICROS;
          case Long number -> ofWhole(number);
          case Double number -> ofFraction(number);
          case String text -> ofText(text);
          default -> throw new RowRefusal("is no time");
        };
    if (micros < FIRST || micros >= END) {
      throw new RowRefusal("is a time outside the years 2000 to 2099");
    }
    return micros;
  }

  private static long ofWhole(long number) throws RowRefusal {
    if (number < 0) {
      throw new RowRefusal("is a time outside the years 2000 to 2099");
    }
    if (number < MOST_SECONDS) {
      return TimeUnit.SECONDS.toMicros(number);
    }
    return number < MOST_MILLIS ? TimeUnit.MILLISECONDS.toMicros(number) : number;
  }

  private static long ofFraction(double number) {
    return number >= JULIAN_1970 && number <= MOST_JULIAN
        // a Julian day is good to milliseconds, as SQLite's own functions take it
        ? TimeUnit.MILLISECONDS.toMicros(Math.round((number - JULIAN_1970) * MILLIS_A_DAY))
        : Math.round(number * MICROS);
  }

  private static long ofText(String text) throws RowRefusal {
    try {
      if (text.length() < PLAIN_LENGTH && text.indexOf('-') < 0 && NUMBER.matcher(text).matches()) {
        // a column declared as text turns numbers into text
        return text.indexOf('.') < 0
            ? ofWhole(Long.parseLong(text))
            : ofFraction(Double.parseDouble(text));
      }
      return plain(text) ? ofPlain(text) : ofAny(TEXT.parse(text.strip()));
    } catch (DateTimeException | NumberFormatException e) {
      throw new RowRefusal("is no time that SQLite knows");
    }
  }

  /** Whether it has the length of {@code YYYY-MM-DD HH:MM:SS} with or without fraction. */
  private static boolean plain(String text) {
    return text.length() >= PLAIN_LENGTH
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (text.charAt(10) == ' ' || text.charAt(10) == 'T')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && (text.length() == PLAIN_LENGTH
            || (text.charAt(PLAIN_LENGTH) == '.' && digits(text, PLAIN_LENGTH + 1)));
  }

  private static boolean digits(String text, int from) {
    for (var i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from && text.length() <= from + 6;
  }

  /** The same as the formatter, without its cost: files have a time or two in every row. */
  private static long ofPlain(String text) {
    var time =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19));
    var micros = micros(time);
    var unit = MICROS;
    for (var i = PLAIN_LENGTH + 1; i < text.length(); i++) {
      unit /= 10;
      micros += unit * (text.charAt(i) - '0');
    }
    return micros;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseUnsignedInt(text, from, to, 10);
  }

  private static long ofAny(TemporalAccessor parsed) {
    var time = parsed.query(TemporalQueries.localTime());
    var local = LocalDateTime.of(LocalDate.from(parsed), time == null ? LocalTime.MIDNIGHT : time);
    return parsed.isSupported(ChronoField.OFFSET_SECONDS)
        ? micros(
            OffsetDateTime.from(parsed).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime())
        : micros(local);
  }

  private static long micros(LocalDateTime utc) {
    return utc.toEpochSecond(ZoneOffset.UTC) * MICROS + utc.get(ChronoField.MICRO_OF_SECOND);
  }
}
