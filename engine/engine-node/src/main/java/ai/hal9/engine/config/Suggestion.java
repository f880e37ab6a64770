package ai.hal9.engine.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The word someone probably meant. */
public final class Suggestion {

  private Suggestion() {}

  /** The nearest of the words, if it is near: at most a third of its letters differ. */
  public static Optional<String> nearest(String written, Stream<String> words) {
    return words
        .min(
            Comparator.<String>comparingInt(word -> distance(written, word))
                .thenComparing(Comparator.naturalOrder()))
        .filter(word -> distance(written, word) <= Math.max(2, word.length() / 3));
  }

  /**
   * Levenshtein's distance: insertions, deletions and replacements that turn one into the other.
   */
  static int distance(String left, String right) {
    var previous = new int[right.length() + 1];
    for (var j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (var i = 1; i <= left.length(); i++) {
      var current = new int[right.length() + 1];
      current[0] = i;
      for (var j = 1; j <= right.length(); j++) {
        var replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
