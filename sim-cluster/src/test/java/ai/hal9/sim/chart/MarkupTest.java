package ai.hal9.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkupTest {

  @Test
  void text_andAttributes_areEscaped() {
    var html =
        new Markup().element("p", "<script>alert('x')</script> & more", "title", "a \"b\" <c>");

    assertThat(html)
        .hasToString(
            "<p title=\"a &quot;b&quot; &lt;c&gt;\">"
                + "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</p>");
  }
}
