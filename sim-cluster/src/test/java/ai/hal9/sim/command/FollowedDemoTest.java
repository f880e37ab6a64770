package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.report.Palette;
import ai.hal9.sim.report.ReportJson;
import ai.hal9.sim.report.ReportPage;
import ai.hal9.sim.report.RunReport;
import ai.hal9.sim.report.SampleRun;
import ai.hal9.sim.report.Summary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedDemoTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Output output =
      Output.of(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
  private final RunReport measured = new SampleRun("demo").report();

  @TempDir private Path directory;

  @Test
  void ended_isWritten_printed_andJudged() throws IOException {
    var demo = demo(directory.resolve("report"));

    var end = demo.heard(ended()).orElseThrow();

    assertThat(demo.passed()).isEqualTo(measured.load().passed());
    assertThat(end.good()).isEqualTo(measured.load().passed());
    assertThat(end.words()).contains(directory.resolve("report/report.html").toString());
    assertThat(directory.resolve("report/report.html")).hasContent(new ReportPage(measured).html());
    assertThat(Files.readString(directory.resolve("report/report.json")).strip())
        .isEqualTo(new ReportJson(measured).text().strip());
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactlyElementsOf(new Summary(measured, Terminal.palette(output)).lines());
  }

  @Test
  void ended_withNoPlaceForTheReport_failsTheDemo_andIsPrinted() throws IOException {
    var taken = Files.createFile(directory.resolve("taken"));
    var demo = demo(taken);

    var end = demo.heard(ended()).orElseThrow();

    assertThat(end.good()).isFalse();
    assertThat(end.words()).contains("--report");
    assertThatThrownBy(demo::passed)
        .isInstanceOf(SimException.class)
        .hasMessageContaining(taken.toString());
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactlyElementsOf(new Summary(measured, Terminal.palette(output)).lines());
  }

  @Test
  void failed_saysWhy() {
    var demo = demo(directory);

    assertThat(demo.heard(new LoadNews.Failed("cannot connect")))
        .contains(new DemoLoad.End(false, "Demo load failed", "cannot connect"));
    assertThatThrownBy(demo::passed).hasMessage("cannot connect");
  }

  @Test
  void closed_hearsNothing() {
    var demo = demo(directory);
    demo.close();

    assertThat(demo.heard(ended())).isEqualTo(Optional.empty());
    assertThat(directory).isEmptyDirectory();
    assertThatThrownBy(demo::passed).isInstanceOf(SimException.class);
  }

  private LoadNews.Ended ended() {
    return new LoadNews.Ended(
        new ReportJson(measured).text(),
        new ReportPage(measured).html(),
        new Summary(measured, Palette.COLOURED).lines());
  }

  private FollowedDemo demo(Path report) {
    return new FollowedDemo("demo", "", (_, _) -> {}, new DemoReport(output, report, false));
  }
}
