package ai.hal9.sim.fuzz;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts that a parser knows, with some of their characters cut out and others put in. */
public final class Damaged {

  private static final int MOST_EDITS = 6;
  private static final int LONGEST_CUT = 24;

  private Damaged() {}

  /** One of the samples after a few edits; the words are put in at times. */
  public static Arbitrary<String> text(List<String> samples, List<String> words) {
    var edit =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1),
                Arbitraries.integers().between(0, LONGEST_CUT),
                Arbitraries.oneOf(
                    Arbitraries.of(words),
                    Arbitraries.of(samples),
                    Arbitraries.strings().ofMaxLength(3)))
            .as(Edit::new);
    return Combinators.combine(Arbitraries.of(samples), edit.list().ofMaxSize(MOST_EDITS))
        .as(
            (sample, edits) -> {
              var text = sample;
              for (var one : edits) {
                text = one.on(text);
              }
              return text;
            });
  }

  /** Cuts some characters out at a place, told as a part of the length, and puts others in. */
  private record Edit(double place, int cut, String put) {
    String on(String text) {
      var from = (int) (place * text.length());
      return text.substring(0, from) + put + text.substring(Math.min(text.length(), from + cut));
    }
  }
}
