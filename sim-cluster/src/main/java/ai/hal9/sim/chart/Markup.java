package ai.hal9.sim.chart;

/** Builds HTML. Text and attribute values are escaped here and nowhere else. */
public final class Markup {

  private final StringBuilder out = new StringBuilder();

  /** Opens an element; attributes are name, value, name, value. */
  public Markup open(String element, String... attributes) {
    out.append('<').append(element);
    for (var i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  /** Closes an element. */
  public Markup close(String element) {
    out.append("</").append(element).append('>');
    return this;
  }

  /** Text, escaped. */
  public Markup text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** An element that holds only text; attributes as in {@link #open}. */
  public Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  /** What another builder made. */
  public Markup add(Markup other) {
    out.append(other.out);
    return this;
  }

  /** A style sheet or script of our own, as it stands. */
  public Markup inline(String element, String source) {
    return open(element).raw(source).close(element);
  }

  private Markup raw(String source) {
    out.append(source);
    return this;
  }

  /** The document type that begins a page. */
  public static Markup page() {
    return new Markup().raw("<!doctype html>\n");
  }

  static String escaped(String text) {
    var safe = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
