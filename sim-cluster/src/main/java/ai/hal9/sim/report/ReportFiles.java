package ai.hal9.sim.report;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run's report lies.
 *
 * @param page for people
 * @param data for programs
 */
public record ReportFiles(Path page, Path data) {

  /**
   * Writes both into a directory, which is made if it is missing; an earlier report there is
   * replaced.
   *
   * @throws SimException when the directory cannot be written
   */
  public static ReportFiles write(RunReport report, Path directory) {
    var page = directory.resolve("report.html");
    var data = directory.resolve("report.json");
    try {
      Files.createDirectories(directory);
      Files.writeString(page, new ReportPage(report).html());
      Files.writeString(data, new ReportJson(report).text() + "\n");
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.STORAGE,
          "cannot write the report to %s (%s); choose another place with --report"
              .formatted(directory, e.getMessage()),
          e);
    }
    return new ReportFiles(page.toAbsolutePath(), data.toAbsolutePath());
  }
}
