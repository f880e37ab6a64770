package ai.hal9.sim.fault;

import java.time.Duration;
import java.util.Optional;

/** What a fault came to. */
public sealed interface FaultOutcome {

  /** The fault's name. */
  String fault();

  /** What happens, in a line. */
  String what();

  /** What acknowledgements promised. */
  Durability durability();

  /**
   * It happened and was measured.
   *
   * @param length from the fault's beginning to its end
   * @param recovery from its end until service was back; empty when it was not
   * @param whole the load from its first signal to its last
   * @param before the calm before
   * @param during from the fault's beginning until service was back
   * @param after from then to the end
   * @param audit of the signals
   * @param games of the games that were played meanwhile
   * @param note what is worth knowing besides; may be empty
   */
  record Measured(
      String fault,
      String what,
      Durability durability,
      Duration length,
      Optional<Duration> recovery,
      Phase whole,
      Phase before,
      Phase during,
      Phase after,
      Audit audit,
      GameAudit games,
      String note)
      implements FaultOutcome {

    /** Whether all that was acknowledged is there, once. */
    public boolean kept() {
      return audit.kept() && games.kept();
    }
  }

  /** It cannot happen on this machine. */
  record LeftOut(String fault, String what, Durability durability, String reason)
      implements FaultOutcome {}

  /** It has not happened: its turn has not come, or what ran was ended before. */
  record NotRun(String fault, String what, Durability durability) implements FaultOutcome {}

  /** It could not be carried through, so that nothing is known. */
  record BrokenOff(String fault, String what, Durability durability, String reason)
      implements FaultOutcome {}
}
