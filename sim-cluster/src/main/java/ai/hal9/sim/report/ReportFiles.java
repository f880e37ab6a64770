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
   * Makes the directory and tries whether it can be written, before what takes long.
   *
   * @throws SimException when it cannot be written
   */
  public static void prepare(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "writable", ""));
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /**
   * Tries whether a file can be written where it is wanted, like {@link #prepare}.
   *
   * @throws SimException when it cannot
   */
  public static void prepareFor(Path file) {
    if (Files.isDirectory(file)) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "--report: %s is a directory; name a file in it".formatted(file));
    }
    var place = file.toAbsolutePath().getParent();
    if (place != null) {
      prepare(place);
    }
  }

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
      throw unwritable(directory, e);
    }
    return new ReportFiles(page.toAbsolutePath(), data.toAbsolutePath());
  }

  private static SimException unwritable(Path directory, IOException why) {
    return new SimException(
        SimException.Code.STORAGE,
        "cannot write the report to %s (%s); choose another place with --report"
            .formatted(directory, why.getMessage()),
        why);
  }
}
