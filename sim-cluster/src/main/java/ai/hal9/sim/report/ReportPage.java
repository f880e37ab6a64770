package ai.hal9.sim.report;

import ai.hal9.sim.chart.Markup;
import ai.hal9.sim.chart.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A run as one page that needs nothing beside itself: no network, and no script to be read. */
public final class ReportPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RunReport report;

  public ReportPage(RunReport report) {
    this.report = report;
  }

  /** The page's source. */
  public String html() {
    var marks = Happenings.of(report);
    return Markup.page()
        .open("html", "lang", "en")
        .open("head")
        .open("meta", "charset", "utf-8")
        .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .open("meta", "name", "color-scheme", "content", "light dark")
        .element("title", title())
        .inline("style", style())
        .close("head")
        .open("body")
        .open("main")
        .add(header())
        .add(new Tiles(report).html())
        .add(new ChartSection(report, marks).html())
        .add(new TableSection(report).html(marks))
        .add(new SetupSection(report).html())
        .close("main")
        .inline("script", resource("report.js"))
        .close("body")
        .close("html")
        .toString();
  }

  /** How our pages look, for a page of another kind. */
  public static String style() {
    return resource("report.css");
  }

  private String title() {
    return "%s · %s".formatted(report.load().scenario().name(), report.setup().cluster());
  }

  private Markup header() {
    var load = report.load();
    var header =
        new Markup()
            .open("header")
            .element("h1", title())
            .element(
                "p",
                "%s · measured %s after %s warm-up · HAL9 %s"
                    .formatted(
                        TIME.format(load.startedAt()),
                        Quantity.span(load.window()),
                        Quantity.span(load.scenario().warmUp()),
                        report.setup().version()),
                "class",
                "note")
            .open("ul", "class", "verdicts");
    for (var verdict : Verdicts.of(load)) {
      header
          .open("li", "class", verdict.mood().name().toLowerCase(Locale.ROOT))
          .element("strong", sign(verdict.mood()) + sentence(verdict.word()))
          .text(" " + verdict.reason())
          .close("li");
    }
    if (report.server().lost() > 0) {
      header
          .open("li", "class", "plain")
          .element("strong", "Gaps")
          .text(
              " %s telemetry snapshots were lost because this reader was too slow."
                  .formatted(Quantity.exact(report.server().lost())))
          .close("li");
    }
    return header.close("ul").close("header");
  }

  private static String sentence(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + ".";
  }

  private static String sign(Verdicts.Mood mood) {
    return switch (mood) {
      case GOOD -> "✓ ";
      case BAD -> "✗ ";
      case PLAIN -> "";
    };
  }

  private static String resource(String name) {
    try (var stream = ReportPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
