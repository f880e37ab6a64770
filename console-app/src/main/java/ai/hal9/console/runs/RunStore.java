package ai.hal9.console.runs;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Runs that were kept. One process at a time has it open, from its first use until it is closed;
 * every method may be called from any thread, may wait for the disk, and fails with a {@link
 * RunsException} for the user.
 */
public interface RunStore extends AutoCloseable {

  /**
   * In the file {@code runs.mv.db} of a directory, which is opened when it is first needed. A file
   * that is damaged is moved aside and a new one begun; {@link #notice} says so.
   */
  static RunStore in(Path directory, InstantSource clock) {
    return new H2RunStore(directory, clock);
  }

  /** All that were not deleted, the latest first. */
  List<RunSummary> list();

  /**
   * Keeps a run. One that is kept already is not kept twice.
   *
   * @return its id
   */
  long add(RunReportText report);

  /**
   * Keeps a run until the store can be opened, where it cannot be now; the next {@link #list} has
   * it then.
   *
   * @return the file it is kept in
   */
  Path setAside(RunReportText report);

  /** A run's report; empty when there is no such run. */
  Optional<RunReportText> report(long id);

  /** Gives it another name. */
  void rename(long id, String name);

  /** Writes notes on it. */
  void annotate(long id, String notes);

  /** Takes them out of the list. For a day they can be restored. */
  void delete(List<Long> ids);

  /** Undoes {@link #delete}. */
  void restore(List<Long> ids);

  /**
   * Announces a change that another thread will make: {@link #close} waits for it, two seconds at
   * most.
   *
   * @return to be run when it has been made, or will not be
   */
  Runnable expect();

  /** What the user should know of the file: that a damaged one was moved aside; empty else. */
  String notice();

  /** Closes it once the changes that are expected have been made. */
  @Override
  void close();
}
