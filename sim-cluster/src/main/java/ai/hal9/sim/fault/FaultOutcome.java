package ai.hal9.sim.fault;

import java.time.Duration;
import java.util.Optional;

/** What a fault came to. */
public sealed interface FaultOutcome {

  /** The fault's name. */
  String fault();

  /** What happens, in a line. */
  String what();

  /** What acknowledgements promised; the tuning value. */
  String durability();

  /**
   * It happened and was measured.
   *
   * @param length from the fault's beginning to its end
   * @param recovery from its end until service was back; empty when it was not
   * @param before the calm before
   * @param during from the fault's beginning until service was back
   * @param after the calm after
   * @param note what is worth knowing besides; may be empty
   */
  record Measured(
      String fault,
      String what,
      String durability,
      Duration length,
      Optional<Duration> recovery,
      Phase before,
      Phase during,
      Phase after,
      Audit audit,
      String note)
      implements FaultOutcome {}

  /** It cannot happen on this machine. */
  record LeftOut(String fault, String what, String durability, String reason)
      implements FaultOutcome {}

  /** It could not be carried through, so that nothing is known. */
  record Broken(String fault, String what, String durability, String reason)
      implements FaultOutcome {}
}
