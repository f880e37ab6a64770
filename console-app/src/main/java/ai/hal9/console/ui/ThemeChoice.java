package ai.hal9.console.ui;

/** Which colours the user wants. */
public enum ThemeChoice {
  DARK("Dark"),
  LIGHT("Light"),
  /** What the desktop is set to. */
  SYSTEM("Follow system");

  private final String words;

  ThemeChoice(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** The next one, round and round. */
  public ThemeChoice next() {
    return switch (this) {
      case DARK -> LIGHT;
      case LIGHT -> SYSTEM;
      case SYSTEM -> DARK;
    };
  }
}
