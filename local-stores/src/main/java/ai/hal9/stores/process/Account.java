package ai.hal9.stores.process;

/** Whom a process runs as. */
public enum Account {
  /** The user this JVM runs as. */
  SAME,
  /** Anyone but root, for programs that refuse root: see {@link RootExit}. */
  UNPRIVILEGED
}
