package ai.hal9.engine.config;

/** A secret that does not show itself when it is printed. */
public final class Secret {

  private final String value;

  /** Keeps it. */
  public Secret(String value) {
    this.value = value;
  }

  /** The secret, for the one place that must send it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
