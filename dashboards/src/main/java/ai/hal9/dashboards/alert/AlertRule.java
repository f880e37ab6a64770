package ai.hal9.dashboards.alert;

import java.time.Duration;

/**
 * One alert.
 *
 * @param name unique
 * @param source the document that names it, and where
 * @param original its expression in that document's own words
 * @param expression for Prometheus: the original, unless that would not parse or could never be
 *     true
 * @param remark what was corrected and why, or what is worth knowing; may be empty where the
 *     expression is the original
 * @param hold how long it must be true before it fires
 * @param summary one line
 * @param description more, with Prometheus' templates; may be empty
 * @param advice what to do about it, in a sentence or two
 * @param condition what the console watches
 */
public record AlertRule(
    String name,
    String source,
    String original,
    String expression,
    String remark,
    Duration hold,
    Severity severity,
    String summary,
    String description,
    String advice,
    Condition condition) {

  public AlertRule {
    if (name.isBlank() || source.isBlank() || original.isBlank() || summary.isBlank()) {
      throw new IllegalArgumentException("an alert needs a name, source, original and summary");
    }
    if (advice.isBlank()) {
      throw new IllegalArgumentException("an alert needs advice: what to do about it");
    }
    if (hold.isNegative()) {
      throw new IllegalArgumentException("a negative duration");
    }
    if (!expression.equals(original) && remark.isBlank()) {
      throw new IllegalArgumentException("a corrected expression needs a remark that says why");
    }
  }

  /** Whether the document's own expression had to be changed. */
  public boolean corrected() {
    return !expression.equals(original);
  }
}
