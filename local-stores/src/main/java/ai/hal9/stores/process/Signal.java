package ai.hal9.stores.process;

/** A signal of POSIX, by the name that {@code kill} and {@code setpriv} know. */
public enum Signal {
  TERM,
  INT,
  QUIT,
  KILL,
  STOP,
  CONT,
  HUP
}
