package ai.hal9.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOrigin.Authority;
import ai.hal9.api.tuning.TuningScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class TuningBookTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TuningOrigin ORIGIN = new TuningOrigin("node-1", Authority.TOKEN);
  private static final Map<String, String> DEFAULTS = Map.of("a", "0", "b", "0");

  @Test
  void changed_severalValues_isOneVersionWithBeforeAndAfter() {
    var step = book(TuningBook.empty(), 0, Map.of("a", "1", "b", "2"), null);

    assertThat(step.book().version()).isEqualTo(1);
    assertThat(step.book().texts()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(step.line().before()).isEqualTo(DEFAULTS);
    assertThat(step.line().after()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(step.line().revertAt()).isNull();
    assertThat(step.line().origin()).isEqualTo(ORIGIN);
  }

  @Test
  void reverted_beforeItIsDue_isNothing() {
    var book = book(TuningBook.empty(), 0, Map.of("a", "1"), 10L).book();

    assertThat(revert(book, 9)).isEqualTo(book);
    assertThat(book.nextRevert()).hasValue(START.plusSeconds(10));
  }

  @Test
  void reverted_due_restoresWhatWasBeforeAndSaysWho() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), null).book();
    var second = book(first, 1, Map.of("a", "2", "b", "2"), 10L).book();

    var step =
        second.reverted(TuningScope.CLUSTER, START.plusSeconds(11), DEFAULTS, ORIGIN).orElseThrow();

    assertThat(step.book().texts()).isEqualTo(Map.of("a", "1"));
    assertThat(step.book().version()).isEqualTo(3);
    assertThat(step.book().nextRevert()).isEmpty();
    assertThat(step.line().who()).isEqualTo("revert-after");
    assertThat(step.line().before()).isEqualTo(Map.of("a", "2", "b", "2"));
    assertThat(step.line().after()).isEqualTo(Map.of("a", "1", "b", "0"));
  }

  @Test
  void reverted_valueChangedSince_keepsIt() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1", "b", "1"), 10L).book();
    var second = book(first, 5, Map.of("a", "1"), null).book();

    assertThat(revert(second, 10).texts()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void reverted_laterChangeThatRevertsToo_endsWhereTheFirstBegan() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), 10L).book();
    var second = book(first, 5, Map.of("a", "2"), 10L).book();

    var afterFirst = revert(second, 10);
    assertThat(afterFirst.texts()).isEqualTo(Map.of("a", "2"));
    assertThat(revert(afterFirst, 15).texts()).isEmpty();
  }

  @Test
  void reverted_innerEndsBeforeOuter_goesBackStepByStep() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), 20L).book();
    var second = book(first, 5, Map.of("a", "2"), 5L).book();

    var afterSecond = revert(second, 10);
    assertThat(afterSecond.texts()).isEqualTo(Map.of("a", "1"));
    assertThat(revert(afterSecond, 20).texts()).isEmpty();
  }

  @Test
  void changed_unset_hasWhatItInheritsAgain_andSaysSo() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), null);
    assertThat(first.line().inherited()).containsExactly("a");
    assertThat(first.line().unset()).isEmpty();

    var step = unset(first.book(), 1, null);

    assertThat(step.book().texts()).isEmpty();
    assertThat(step.line().before()).isEqualTo(Map.of("a", "1"));
    assertThat(step.line().after()).isEqualTo(Map.of("a", "0"));
    assertThat(step.line().inherited()).isEmpty();
    assertThat(step.line().unset()).containsExactly("a");
  }

  @Test
  void reverted_unset_setsItAgain() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), null).book();
    var second = unset(first, 1, 10L).book();

    assertThat(revert(second, 11).texts()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void reverted_unsetAgainSince_staysUnset() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), null).book();
    var second = unset(first, 1, 10L).book();
    var third = book(second, 2, Map.of("a", "2"), null).book();
    var fourth = unset(third, 3, null).book();

    assertThat(revert(fourth, 11).texts()).isEmpty();
  }

  @Test
  void reverted_unsetBeneathALaterChangeThatRevertsToo_endsWhereTheFirstBegan() {
    var first = book(TuningBook.empty(), 0, Map.of("a", "1"), null).book();
    var second = unset(first, 1, 10L).book();
    var third = book(second, 2, Map.of("a", "2"), 20L).book();

    var afterSecond = revert(third, 11);
    assertThat(afterSecond.texts()).isEqualTo(Map.of("a", "2"));
    assertThat(revert(afterSecond, 22).texts()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void reverted_toWhatWasInherited_saysThatItIsNotSet() {
    var book = book(TuningBook.empty(), 0, Map.of("a", "1"), 10L).book();

    var line =
        book.reverted(TuningScope.CLUSTER, START.plusSeconds(10), DEFAULTS, ORIGIN)
            .orElseThrow()
            .line();

    assertThat(line.unset()).containsExactly("a");
    assertThat(line.inherited()).isEmpty();
  }

  @Test
  void book_ofANodeThatKnowsOfNoUnsetting_isRead() {
    var json = JsonMapper.builder().build();
    var book =
        json.readValue(
            """
            {"version": 1, "stamp": "s", "values": {"a": {"value": "1", "version": 1}},
             "reverts": [{"version": 1, "at": "2026-01-01T00:00:10Z", "before": {"a": null}}]}""",
            TuningBook.class);

    assertThat(revert(book, 10).texts()).isEmpty();
  }

  @Test
  void book_writtenAndRead_isEqual() {
    var json = JsonMapper.builder().build();
    var book = unset(book(TuningBook.empty(), 0, Map.of("a", "1"), 10L).book(), 1, 9L).book();

    assertThat(json.readValue(json.writeValueAsString(book), TuningBook.class)).isEqualTo(book);
  }

  private static TuningBook.Step book(
      TuningBook from, long second, Map<String, String> values, @Nullable Long revertSeconds) {
    var revertAfter = revertSeconds == null ? null : Duration.ofSeconds(revertSeconds);
    var change = new TuningChange(TuningScope.CLUSTER, values, "someone", "why", revertAfter, null);
    return from.changed(change, START.plusSeconds(second), DEFAULTS, ORIGIN);
  }

  private static TuningBook.Step unset(TuningBook from, long second, @Nullable Long revertSeconds) {
    var revertAfter = revertSeconds == null ? null : Duration.ofSeconds(revertSeconds);
    var change =
        new TuningChange(
            TuningScope.CLUSTER, Map.of(), Set.of("a"), "someone", "why", revertAfter, null);
    return from.changed(change, START.plusSeconds(second), DEFAULTS, ORIGIN);
  }

  private static TuningBook revert(TuningBook book, long second) {
    return book.reverted(TuningScope.CLUSTER, START.plusSeconds(second), DEFAULTS, ORIGIN)
        .map(TuningBook.Step::book)
        .orElse(book);
  }
}
