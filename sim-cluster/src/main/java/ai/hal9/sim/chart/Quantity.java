package ai.hal9.sim.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a number measures, and so how it is written: three significant digits and a unit. */
public enum Quantity {
  /**
   * Microseconds, exact where they are whole: {@code 0 s}, {@code 46 µs}, {@code 12.3 ms}, {@code
   * 1.25 s}, {@code 2 min 10 s}.
   */
  LATENCY {
    @Override
    String written(double micros) {
      if (Math.abs(micros) < 0.005) {
        return "0 s";
      }
      if (rounded(micros).doubleValue() < 1_000) {
        var whole = Math.rint(micros);
        return COUNT.written(Math.abs(micros - whole) < 0.005 ? whole : micros) + " µs";
      }
      if (rounded(micros).doubleValue() < 1_000_000) {
        return three(micros / 1e3) + " ms";
      }
      return rounded(micros).doubleValue() < 120_000_000
          ? three(micros / 1e6) + " s"
          : span(Duration.ofMillis((long) (micros / 1e3)));
    }
  },
  /** Per second: {@code 12,400 /s}. */
  RATE {
    @Override
    String written(double value) {
      return three(value) + " /s";
    }
  },
  /**
   * A share from 0 to 1: {@code 93.4 %}. To the hundredth near nothing and near all, and neither of
   * these where it is not quite.
   */
  SHARE {
    @Override
    String written(double value) {
      // what adding up left over is nothing
      var percent = Math.rint(value * 1e9) / 1e7;
      if (percent > 0 && percent < 0.005) {
        return "<0.01 %";
      }
      if (percent > 99.99 && percent < 100) {
        return ">99.99 %";
      }
      var near = (percent > 0 && percent < 1) || (percent > 99 && percent < 100);
      return (near ? String.format(Locale.ROOT, "%.2f", percent) : three(percent)) + " %";
    }
  },
  /** A number of things, exact where it is whole: {@code 8.25}, {@code 12,432}. */
  COUNT {
    @Override
    String written(double value) {
      return value == Math.rint(value) ? exact(Math.round(value)) : three(value);
    }
  },
  /** Processors kept busy, to the hundredth: {@code 12.4 cores}, {@code 1.25 cores}. */
  CORES {
    @Override
    String written(double value) {
      if (value != 0 && Math.abs(value) < 0.005) {
        return "<0.01 cores";
      }
      return (value < 1 ? String.format(Locale.ROOT, "%.2f", value) : three(value)) + " cores";
    }
  },
  /** US dollars: {@code $12.50}, {@code $0.0120}. */
  DOLLARS {
    @Override
    String written(double value) {
      return value == 0 || value >= 0.1
          ? String.format(Locale.ROOT, "$%,.2f", value)
          : "$" + three(value);
    }
  },
  /** Bytes: {@code 1.2 GiB}. */
  BYTES {
    @Override
    String written(double value) {
      var unit = 0;
      var amount = value;
      while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
        amount /= 1024;
        unit++;
      }
      return three(amount) + " " + BYTE_UNITS[unit];
    }
  },
  /** Bytes per second: {@code 1.2 MiB/s}. */
  BYTE_RATE {
    @Override
    String written(double value) {
      return BYTES.written(value) + "/s";
    }
  };

  /** What stands where a value is not known. */
  public static final String UNKNOWN = "–";

  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final Pattern IDLE_ZEROS =
      Pattern.compile("\\.0+(?=\\D|$)|(?<=\\.\\d{1,6})0+(?=\\D|$)");
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

  /** The value with its unit; {@link #UNKNOWN} for what is not a number. */
  public String text(double value) {
    return Double.isFinite(value) ? written(value) : UNKNOWN;
  }

  /** The value for an axis: as {@link #text}, without zeros that say nothing. */
  public String tick(double value) {
    return IDLE_ZEROS.matcher(text(value)).replaceFirst("");
  }

  abstract String written(double value);

  /** A whole number with its thousands apart: {@code 1,234,567}. */
  public static String exact(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A length of time: {@code 850 ms}, {@code 15 s}, {@code 2 min 10 s}, {@code 1 h 5 min}. */
  public static String span(Duration time) {
    var millis = time.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return (millis % 1_000 == 0 ? exact(millis / 1_000) : three(millis / 1e3)) + " s";
    }
    var seconds = Math.round(millis / 1e3);
    return seconds < 3_600
        ? parts(seconds / 60, "min", seconds % 60, "s")
        : parts(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
  }

  private static String parts(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).round(THREE);
  }

  private static String three(double value) {
    var digits = rounded(value);
    if (digits.signum() == 0) {
      return "0";
    }
    var decimals = Math.max(0, 3 - (digits.precision() - digits.scale()));
    return String.format(Locale.ROOT, "%,." + Math.min(decimals, 6) + "f", digits);
  }
}
