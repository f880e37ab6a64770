package ai.hal9.sim.cluster;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningViolation;
import java.util.Comparator;
import java.util.Optional;

/** Checks one tuning value, and guesses which key a mistyped one was meant to be. */
final class SettingCheck {

  private static final int SIMILAR = 4;

  private SettingCheck() {}

  /** What is wrong, or empty. */
  static Optional<String> mistake(String key, String value) {
    return TuningCatalogue.find(key)
        .map(parameter -> parameter.check(value).map(TuningViolation::toString))
        .orElseGet(() -> Optional.of(unknown(key)));
  }

  private static String unknown(String key) {
    return "%s: there is no such tuning parameter%s"
        .formatted(
            key,
            TuningCatalogue.all().stream()
                .map(TuningParameter::key)
                .min(Comparator.comparingInt(known -> distance(key, known)))
                .filter(known -> distance(key, known) <= SIMILAR || sameLastWord(key, known))
                .map(known -> "; did you mean " + known + "?")
                .orElse(""));
  }

  private static boolean sameLastWord(String key, String known) {
    return known.endsWith("." + key);
  }

  /** Levenshtein's, of the whole keys; zero where the section alone was left out. */
  private static int distance(String a, String b) {
    if (sameLastWord(a, b)) {
      return 0;
    }
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(above[j - 1] + change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
