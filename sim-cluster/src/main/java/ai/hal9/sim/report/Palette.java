package ai.hal9.sim.report;

import java.util.regex.Pattern;

/** How a terminal is written to: in colours or not, and with letters beyond ASCII or not. */
public enum Palette {
  /** Colours and any letter. */
  COLOURED,
  /** Any letter, no colour. */
  PLAIN,
  /** Seven-bit letters alone. */
  ASCII;

  private static final char ESCAPE = 27;
  private static final Pattern COLOUR = Pattern.compile(ESCAPE + "\\[\\d*m");

  /**
   * What suits an output.
   *
   * @param terminal whether a person watches
   * @param unicode whether its encoding has every letter
   * @param colourUnwanted whether {@code NO_COLOR} is set
   */
  public static Palette suiting(boolean terminal, boolean unicode, boolean colourUnwanted) {
    if (!unicode) {
      return ASCII;
    }
    return terminal && !colourUnwanted ? COLOURED : PLAIN;
  }

  String good(String text) {
    return coloured(text, "32");
  }

  String bad(String text) {
    return coloured(text, "31");
  }

  String faint(String text) {
    return coloured(text, "2");
  }

  String strong(String text) {
    return coloured(text, "1");
  }

  /** The text in letters this output has; colours are taken out where it has none. */
  public String written(String text) {
    return switch (this) {
      case COLOURED -> text;
      case PLAIN -> COLOUR.matcher(text).replaceAll("");
      case ASCII ->
          COLOUR
              .matcher(text)
              .replaceAll("")
              .replace("µ", "u")
              .replace("–", "-")
              .replace("·", "|")
              .replace("✓", "ok")
              .replace("✗", "FAIL")
              .replace("×", "x")
              .replace("→", "->")
              .replace("…", "...")
              .replaceAll("[^\\x00-\\x7f]", "?");
    };
  }

  private String coloured(String text, String code) {
    return switch (this) {
      case COLOURED -> ESCAPE + "[" + code + "m" + text + ESCAPE + "[0m";
      case PLAIN, ASCII -> text;
    };
  }
}
