package ai.hal9.api.metric;

import java.util.regex.Pattern;

/**
 * One time series: a metric's name with its label values, in Prometheus' notation.
 *
 * @param key for instance {@code http_requests_total{method="GET",route="/health",status="200"}}
 */
public record Series(String key) implements Comparable<Series> {

  private static final Pattern ESCAPED = Pattern.compile("[\\\\\"\n]");

  static Series of(Metric metric, String... values) {
    var labels = metric.labels();
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(
          metric.name() + " has labels " + labels + ", not " + values.length + " values");
    }
    if (values.length == 0) {
      return new Series(metric.name());
    }
    var key = new StringBuilder(metric.name()).append('{');
    for (var i = 0; i < values.length; i++) {
      if (i > 0) {
        key.append(',');
      }
      key.append(labels.get(i)).append("=\"").append(escape(values[i])).append('"');
    }
    return new Series(key.append('}').toString());
  }

  /** The metric's name, without labels. */
  public String metric() {
    var brace = key.indexOf('{');
    return brace < 0 ? key : key.substring(0, brace);
  }

  /** The value of a label, or the empty string where the series has no such label. */
  public String label(String name) {
    var matcher =
        Pattern.compile("[{,]" + Pattern.quote(name) + "=\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(key);
    return matcher.find() ? unescape(matcher.group(1)) : "";
  }

  @Override
  public int compareTo(Series other) {
    return key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return key;
  }

  private static String escape(String value) {
    return ESCAPED.matcher(value).find()
        ? value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        : value;
  }

  private static String unescape(String value) {
    var plain = new StringBuilder();
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        plain.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
