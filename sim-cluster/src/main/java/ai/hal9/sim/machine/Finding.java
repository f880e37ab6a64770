package ai.hal9.sim.machine;

/**
 * What a look at one property of the machine has shown.
 *
 * @param check what was looked at
 * @param text what was found and what it does to a run
 * @param fix the command that mends it; empty where nothing is to be mended
 */
public record Finding(String check, Severity severity, String text, String fix) {

  /** How bad it is. */
  public enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing. */
    NOTE,
    /** Figures will be worse, or not comparable. */
    WARNING,
    /** A cluster will not run. */
    ERROR;

    /** Whether it spoils a run. */
    public boolean spoils() {
      return this == WARNING || this == ERROR;
    }
  }

  static Finding ok(String check, String text) {
    return new Finding(check, Severity.OK, text, "");
  }

  static Finding note(String check, String text, String fix) {
    return new Finding(check, Severity.NOTE, text, fix);
  }

  static Finding warning(String check, String text, String fix) {
    return new Finding(check, Severity.WARNING, text, fix);
  }

  static Finding error(String check, String text, String fix) {
    return new Finding(check, Severity.ERROR, text, fix);
  }
}
