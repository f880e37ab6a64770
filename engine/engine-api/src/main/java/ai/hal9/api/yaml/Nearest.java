package ai.hal9.api.yaml;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the word someone probably meant. */
public final class Nearest {

  private Nearest() {}

  /** The nearest of the words to what was written, if it is near: a third of it may differ. */
  public static Optional<String> to(String written, Stream<String> words) {
    return words
        .min(
            Comparator.<String>comparingInt(word -> distance(written, word))
                .thenComparing(Comparator.naturalOrder()))
        .filter(word -> distance(written, word) <= Math.max(2, written.length() / 3));
  }

  /** Levenshtein's distance: the fewest insertions, deletions and replacements. */
  public static int distance(String one, String two) {
    var row = new int[two.length() + 1];
    for (var j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j < row.length; j++) {
        var replaced = diagonal + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[two.length()];
  }
}
