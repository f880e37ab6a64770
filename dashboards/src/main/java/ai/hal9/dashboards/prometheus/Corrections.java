package ai.hal9.dashboards.prometheus;

import ai.hal9.dashboards.alert.AlertRule;
import java.util.List;
import java.util.stream.Collectors;

/** What was changed of the documents' expressions, for whoever compares the two. */
final class Corrections {

  private Corrections() {}

  static String text(List<AlertRule> rules) {
    return """
        # Alerts: the documents' expressions and these

        An expression is the document's own unless that would not parse or could never be true.
        Written by: hal9 export prometheus

        """
        + rules.stream().map(Corrections::section).collect(Collectors.joining("\n"));
  }

  private static String section(AlertRule rule) {
    var text = new StringBuilder();
    text.append("## ").append(rule.name()).append("\n\n").append(rule.source()).append("\n\n");
    if (rule.corrected()) {
      text.append("In the document:\n\n    ").append(rule.original());
      text.append("\n\nHere:\n\n    ").append(rule.expression()).append("\n\n");
      text.append(rule.remark()).append("\n");
    } else {
      text.append("As in the document:\n\n    ").append(rule.expression()).append("\n");
      if (!rule.remark().isEmpty()) {
        text.append("\n").append(rule.remark()).append("\n");
      }
    }
    return text.toString();
  }
}
