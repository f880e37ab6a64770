package ai.hal9.stores.process;

/** Whom a process runs as. */
public enum Account {
  /** The user this JVM runs as. */
  SAME,
  /**
   * Anyone but root, for programs that refuse root: where this JVM runs as root, a user namespace
   * of its own, in which the process is nobody; else the user this JVM runs as.
   */
  UNPRIVILEGED
}
