package ai.hal9.dashboards.prometheus;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether promtool is installed. */
final class PromtoolCondition implements ExecutionCondition {

  private static final String WORD = "needs promtool: sudo apt install prometheus";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Promtool.installed()) {
      return ConditionEvaluationResult.enabled("promtool is installed");
    }
    if (context.getTestMethod().isEmpty()) {
      // The build shows how many tests were left out, and not why.
      System.err.println("[WARNING] " + context.getDisplayName() + " is left out: " + WORD);
    }
    return ConditionEvaluationResult.disabled(WORD);
  }
}
