package ai.hal9.sim.generator;

import ai.hal9.sim.scenario.Check;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A template's checks, ready to be asked of its answers. */
final class AnswerChecks {

  private final Check[] checks;
  private final byte[][] texts;

  AnswerChecks(List<Check> checks) {
    this.checks = checks.toArray(Check[]::new);
    this.texts = new byte[this.checks.length][];
    for (var i = 0; i < texts.length; i++) {
      texts[i] =
          this.checks[i] instanceof Check.BodyContains contains
              ? contains.text().getBytes(StandardCharsets.UTF_8)
              : new byte[0];
    }
  }

  int size() {
    return checks.length;
  }

  /** How many hold of an answer. */
  int passed(int status, AnswerBody body, long responseNanos) {
    var passed = 0;
    for (var i = 0; i < checks.length; i++) {
      var holds =
          switch (checks[i]) {
            case Check.StatusIs wanted -> status == wanted.status();
            case Check.TakesAtMost limit -> responseNanos <= limit.time().toNanos();
            case Check.BodyContains _ -> body.find(texts[i]) >= 0;
          };
      passed += holds ? 1 : 0;
    }
    return passed;
  }
}
