package ai.hal9.sim.report;

/** How a terminal is written to: in colours or not, and with letters beyond ASCII or not. */
public enum Palette {
  /** Colours and any letter. */
  COLOURED,
  /** Any letter, no colour. */
  PLAIN,
  /** Seven-bit letters alone. */
  ASCII;

  private static final char ESCAPE = 27;

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

  /** The text in letters this output has. */
  public String written(String text) {
    return switch (this) {
      case COLOURED, PLAIN -> text;
      case ASCII ->
          text.replace("µ", "u")
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
