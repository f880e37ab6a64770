package ai.hal9.console.chart;

import java.time.Duration;

/** How much of the past is on screen. */
public enum Span {
  MINUTE("1 min", Duration.ofMinutes(1)),
  MINUTES_5("5 min", Duration.ofMinutes(5)),
  MINUTES_15("15 min", Duration.ofMinutes(15)),
  HOUR("1 h", Duration.ofHours(1)),
  /** Everything heard. */
  ALL("All", Duration.ZERO);

  private final String words;
  private final Duration length;

  Span(String words, Duration length) {
    this.words = words;
    this.length = length;
  }

  public String words() {
    return words;
  }

  /** Its length; zero for {@link #ALL}, which has none of its own. */
  public Duration length() {
    return length;
  }
}
