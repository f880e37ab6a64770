package ai.hal9.sim.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks at everything. */
public final class Doctor {

  private final SystemFiles files;
  private final int processors;
  private final Path home;

  private Doctor(SystemFiles files, int processors, Path home) {
    this.files = files;
    this.processors = processors;
    this.home = home;
  }

  /**
   * For this machine.
   *
   * @param home where clusters are kept; its disk is tried out
   */
  public static Doctor ofThisMachine(Path home) {
    return new Doctor(
        SystemFiles.ofThisMachine(), Runtime.getRuntime().availableProcessors(), home);
  }

  /** What was found, good and bad. */
  public List<Finding> findings() {
    return Stream.of(
            new ProgramChecks(files).findings(),
            new CapacityChecks(files, processors).findings(),
            new KernelChecks(files).findings(),
            new DiskChecks(home).findings())
        .flatMap(List::stream)
        .toList();
  }
}
