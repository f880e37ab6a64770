package ai.hal9.console.smoke;

import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether a window can be opened that nobody has to see. */
final class XvfbCondition implements ExecutionCondition {

  private static final String WORD =
      "needs Xvfb and GTK: sudo apt install xvfb libgtk-3-0 libxtst6 libgl1 libxxf86vm1";
  private static final List<String> LIBRARIES =
      List.of("libgtk-3.so.0", "libXtst.so.6", "libGL.so.1", "libXxf86vm.so.1");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Platform.find("Xvfb").isPresent() && known().containsAll(LIBRARIES)) {
      return ConditionEvaluationResult.enabled("Xvfb and GTK are installed");
    }
    if (context.getTestMethod().isEmpty()) {
      // The build shows how many tests were left out, and not why.
      System.err.println("[WARNING] " + context.getDisplayName() + " is left out: " + WORD);
    }
    return ConditionEvaluationResult.disabled(WORD);
  }

  /** What the linker knows. */
  private static List<String> known() {
    try {
      var process = new ProcessBuilder("/sbin/ldconfig", "-p").start();
      try (var output = process.getInputStream()) {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();
      }
    } catch (IOException e) {
      return List.of();
    }
  }
}
