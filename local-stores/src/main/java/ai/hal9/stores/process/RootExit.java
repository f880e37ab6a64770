package ai.hal9.stores.process;

import java.util.List;
import java.util.OptionalInt;

/** How a process of this JVM's stops being root, where a program refuses root. */
public enum RootExit {
  /** This JVM does not run as root. */
  NOT_NEEDED,
  /** In a user namespace of its own, as nobody. Its files stay root's. */
  USER_NAMESPACE,
  /**
   * As the account nobody, which keeps of root the right to files alone: the data may lie below
   * root's home. For containers, which as a rule forbid user namespaces.
   */
  NOBODY;

  private static final int NOBODY_ID = 65_534;

  /** The way that works on this system. */
  static RootExit detect() {
    if (!Launch.root()) {
      return NOT_NEEDED;
    }
    return Launch.works(USER_NAMESPACE.command()) ? USER_NAMESPACE : NOBODY;
  }

  /** The words before a command. */
  List<String> command() {
    return switch (this) {
      case NOT_NEEDED -> List.of();
      case USER_NAMESPACE -> List.of("unshare", "-U");
      case NOBODY ->
          List.of(
              "setpriv",
              "--reuid=" + NOBODY_ID,
              "--regid=" + NOBODY_ID,
              "--clear-groups",
              "--inh-caps=-all,+dac_override",
              "--ambient-caps=+dac_override",
              // or else access(2) forgets that right
              "--securebits=+no_setuid_fixup");
    };
  }

  /**
   * Who has to own a directory that the program wants to be its own; empty where it does anyway.
   */
  public OptionalInt owner() {
    return switch (this) {
      case NOT_NEEDED -> OptionalInt.empty();
      case USER_NAMESPACE -> OptionalInt.of(0);
      case NOBODY -> OptionalInt.of(NOBODY_ID);
    };
  }
}
