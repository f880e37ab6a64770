package ai.hal9.sim.command;

import ai.hal9.sim.report.ReportFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a demo says what was measured.
 *
 * @param directory takes the report
 * @param json whether it is printed as JSON, instead of a summary
 */
record DemoReport(Output output, Path directory, boolean json) {

  /**
   * Looks whether the report can be written.
   *
   * @throws ai.hal9.sim.SimException when it cannot
   */
  void check() {
    ReportFiles.prepare(directory);
  }

  /**
   * Prints what was measured and writes the report.
   *
   * @param html the report for people
   * @param data the report for programs
   * @param summary a line each; what the terminal cannot show is left out
   * @return the report for people
   * @throws ai.hal9.sim.SimException when it cannot be written; it is printed even then
   */
  Path write(String html, String data, List<String> summary) {
    if (json) {
      output.result(data);
    } else {
      output.message("");
      var palette = Terminal.palette(output);
      summary.stream().map(palette::written).forEach(output::result);
    }
    var files = ReportFiles.write(html, data, directory);
    output.message("");
    output.message("report  " + files.page());
    output.message("data    " + files.data());
    return files.page();
  }
}
