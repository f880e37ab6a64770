package ai.hal9.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  private final String html = new ReportPage(new SampleRun("demo <b>&").report()).html();

  @Test
  void html_ofARun_needsNothingFromOutside() throws IOException {
    Files.writeString(Path.of("target", "sample-report.html"), html);

    assertThat(html)
        .doesNotContain("src=")
        .doesNotContain("href=")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @Test
  void html_textsOfUsers_areEscaped() {
    assertThat(html).contains("demo &lt;b&gt;&amp;").doesNotContain("demo <b>");
  }

  @Test
  void html_missedThreshold_isSaidOnTopWithItsValue() {
    assertThat(html.indexOf("Thresholds missed"))
        .isPositive()
        .isLessThan(html.indexOf("class=\"tiles\""));
    assertThat(html).contains("http_req_failed: rate&lt;0.01 was 1.13 %");
  }
}
