package ai.hal9.sim.supervisor;

/** Where news of the cluster goes: its state file, its log, and whoever started it. */
interface Announcer {

  /** A step of starting or stopping begins, and may take a while. */
  void begun(String text);

  /** A step of starting or stopping is done. */
  void step(String text);

  /** Something happened to the running cluster. */
  void notice(String text);

  /** The state of a process has changed. */
  void changed();
}
