package ai.hal9.sim.chart;

import java.util.List;
import java.util.Locale;

/**
 * What all charts share: caption, legend, axes, and the curves in a box that stretches with the
 * page while its labels keep their size.
 */
final class ChartFrame {

  private static final int COLUMNS = 500;

  private final Scale x;
  private final Scale y;

  ChartFrame(Scale x, Scale y) {
    this.x = x;
    this.y = y;
  }

  static Markup caption(String title, String note) {
    return new Markup()
        .open("figcaption")
        .element("h3", title)
        .element("p", note, "class", "note")
        .close("figcaption");
  }

  static Markup legend(List<Curve> curves) {
    var legend = new Markup().open("ul", "class", "legend");
    for (var curve : curves) {
      legend
          .open("li", "class", curve.style(), "data-curve", curve.name())
          .open("svg", "viewBox", "0 0 18 8", "aria-hidden", "true")
          .open("path", "d", "M1 4H17")
          .close("path")
          .close("svg")
          .text(curve.name())
          .close("li");
    }
    return legend.close("ul");
  }

  /** The box with its axes; bands lie behind the curves, marks before them. */
  Markup box(List<Curve> curves, List<Band> bands, List<Mark> marks, String label) {
    var box = new Markup().open("div", "class", "box");
    labels(box, "y", "bottom", y.ticks());
    box.open("div", "class", "plot");
    box.open(
        "svg",
        "viewBox",
        "0 0 %d %d".formatted(Paths.WIDTH, Paths.HEIGHT),
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        label);
    bands.forEach(band -> shade(box, band));
    y.ticks().forEach(tick -> across(box, tick.position()));
    marks.forEach(mark -> down(box, x.position(mark.second()), "mark " + mark.style()));
    var paths = new Paths(x, y);
    for (var curve : curves) {
      draw(box, paths, curve.downsampled(COLUMNS));
    }
    box.close("svg");
    tags(box, marks);
    bands.forEach(band -> name(box, band));
    box.close("div");
    labels(box, "x", "left", x.ticks());
    return box.close("div");
  }

  private static void draw(Markup box, Paths paths, Curve curve) {
    box.open("g", "class", "curve " + curve.style(), "data-curve", curve.name());
    var weak = paths.data(curve, true);
    if (!weak.isEmpty()) {
      box.open("path", "class", "weak", "d", weak).close("path");
    }
    box.open("path", "d", paths.data(curve, false)).close("path").close("g");
  }

  private static void labels(Markup box, String axis, String side, List<Tick> ticks) {
    box.open("div", "class", axis, "aria-hidden", "true");
    for (var tick : ticks) {
      box.element("span", tick.label(), "style", side + ":" + percent(tick.position()));
    }
    box.close("div");
  }

  private void shade(Markup box, Band band) {
    var left = Math.clamp(x.position(band.from()), 0, 1) * Paths.WIDTH;
    var right = Math.clamp(x.position(band.to()), 0, 1) * Paths.WIDTH;
    box.open(
            "rect",
            "class",
            "band " + band.style(),
            "x",
            number(left),
            "y",
            "0",
            "width",
            number(Math.max(0, right - left)),
            "height",
            number(Paths.HEIGHT))
        .close("rect");
  }

  private void name(Markup box, Band band) {
    box.element(
        "span",
        band.style(),
        "class",
        "band-name",
        "style",
        "left:" + percent(Math.clamp(x.position(band.from()), 0, 1)));
  }

  private static void across(Markup box, double position) {
    var at = number((1 - position) * Paths.HEIGHT);
    box.open("path", "class", "grid", "d", "M0 " + at + "H" + Paths.WIDTH).close("path");
  }

  private static void down(Markup box, double position, String style) {
    if (position >= 0 && position <= 1) {
      var at = number(position * Paths.WIDTH);
      box.open("path", "class", style, "d", "M" + at + " 0V" + Paths.HEIGHT).close("path");
    }
  }

  /** The marks' numbers above the box; those too close to be read apart become one. */
  private void tags(Markup box, List<Mark> marks) {
    var inside =
        marks.stream()
            .filter(mark -> x.position(mark.second()) >= 0 && x.position(mark.second()) <= 1)
            .toList();
    for (var i = 0; i < inside.size(); ) {
      var first = inside.get(i);
      var last = i;
      while (last + 1 < inside.size()
          && x.position(inside.get(last + 1).second()) - x.position(first.second()) < 0.03) {
        last++;
      }
      var words = new StringBuilder();
      inside.subList(i, last + 1).forEach(mark -> words.append(mark.text()).append('\n'));
      var text =
          last == i
              ? Integer.toString(first.number())
              : first.number() + "–" + inside.get(last).number();
      box.element(
          "span",
          text,
          "class",
          "tag " + first.style(),
          "title",
          words.toString().strip(),
          "style",
          "left:" + percent(x.position(first.second())));
      i = last + 1;
    }
  }

  static String percent(double position) {
    return String.format(Locale.ROOT, "%.2f%%", position * 100);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
