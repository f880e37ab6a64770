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
    return write(new ReportPage(report).html(), new ReportJson(report).text(), directory);
  }

  /**
   * Writes what a load process has said into a directory; else like {@link #write(RunReport,
   * Path)}.
   *
   * @param html as {@link ReportPage} has it
   * @param json as {@link ReportJson} has it
   */
  public static ReportFiles write(String html, String json, Path directory) {
    var page = directory.resolve("report.html");
    var data = directory.resolve("report.json");
    try {
      Files.createDirectories(directory);
      Files.writeString(page, html);
      Files.writeString(data, json + "\n");
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
