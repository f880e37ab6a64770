package ai.hal9.console.ui;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** How something stands against what is asked of it: never by colour alone. */
public enum Health {
  GOOD("on target"),
  BAD("missed"),
  /** Below what is aimed at, which is no fault where less is asked for. */
  BELOW("below aim"),
  UNKNOWN("no data");

  private final String word;

  Health(String word) {
    this.word = word;
  }

  public Ikon icon() {
    return switch (this) {
      case GOOD -> Material2OutlinedAL.CHECK_CIRCLE;
      case BAD -> Material2OutlinedMZ.WARNING;
      case BELOW -> Material2OutlinedAL.ARROW_DOWNWARD;
      case UNKNOWN -> Material2OutlinedMZ.REMOVE_CIRCLE_OUTLINE;
    };
  }

  public String word() {
    return word;
  }

  /** The colour that goes with icon and word. */
  public Tone tone() {
    return switch (this) {
      case GOOD -> Tone.GOOD;
      case BAD -> Tone.BAD;
      case BELOW, UNKNOWN -> Tone.MUTED;
    };
  }
}
