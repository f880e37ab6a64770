package ai.hal9.console.tuning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way back: undo and redo, discarding, reverting, and changes that revert by themselves. */
class TuningStepsTest extends TuningOnFakeDesk {

  @Test
  void undo_ofEdits_goesBackStepByStep_andForthAgain() {
    model.edit(SIZE, "5");
    model.edit(SIZE, "50");
    model.edit(FLUSH, "20");

    model.undo();
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50"));
    model.undo();
    assertThat(wanted()).as("typing on is one step").isEmpty();
    model.redo();
    model.redo();
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50", FLUSH, "20"));
    assertThat(model.canRedo()).isFalse();
  }

  @Test
  void discard_canBeUndone() {
    model.edit(SIZE, "50");
    model.discard();
    assertThat(wanted()).isEmpty();

    model.undo();
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50"));
    assertThat(model.notice().get()).isNull();
  }

  @Test
  void discard_tellsHowMuchIsGone_andOffersItBack() {
    model.edit(SIZE, "50");
    model.edit(FLUSH, "20");
    model.discard();

    var told = requireNonNull(model.notice().get());
    assertThat(told.words()).startsWith("2 edits");
    told.offers().getFirst().run().run();
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50", FLUSH, "20"));
  }

  @Test
  void discard_ofNothing_tellsNothing() {
    model.discard();

    assertThat(model.notice().get()).isNull();
  }

  @Test
  void undo_ofWhatWasApplied_isANewVersion_andRedoAnother() {
    model.edit(SIZE, "50");
    model.apply();

    model.undo();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
    model.redo();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
    assertThat(desk.versions(Target.cluster()))
        .extracting(version -> version.why())
        .containsExactly("Redo", "Undo", "");
  }

  @Test
  void undo_whileTheFirstNodeHasYetToHearOfTheChange_takesItBack() {
    desk.hearsNothing("node-1");
    model.edit(SIZE, "50");
    model.apply();

    model.undo();

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
  }

  @Test
  void undo_ofWhatSomeoneChangedSince_overwritesNothing_butOffersTheDifference() {
    model.edit(SIZE, "50");
    model.apply();
    desk.elsewhere("bob", Map.of(SIZE, "70"));
    model.refresh();

    model.undo();

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("70");
    assertThat(notice().details().getFirst()).contains("bob");
    offer("load-instead");
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "10"));
  }

  @Test
  void undo_ofANodesFirstOwnValue_leavesItNone_soThatItFollowsTheClusterAgain() {
    model.target().set(NODE);
    model.edit(SIZE, "50");
    model.apply();

    model.undo();

    assertThat(desk.sets(NODE, SIZE)).isFalse();
    desk.elsewhere("bob", Map.of(SIZE, "70"));
    assertThat(desk.value(NODE, SIZE)).isEqualTo("70");
    model.refresh();
    model.redo();
    assertThat(desk.value(NODE, SIZE)).isEqualTo("50");
    assertThat(desk.sets(NODE, SIZE)).isTrue();
  }

  @Test
  void undo_ofAnUndoneSetting_setsTheSameAgain() {
    model.edit(SIZE, "50");
    model.apply();
    model.toDefault(SIZE);
    model.apply();
    assertThat(desk.sets(Target.cluster(), SIZE)).isFalse();

    model.undo();

    assertThat(desk.sets(Target.cluster(), SIZE)).isTrue();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
  }

  @Test
  void revert_ofAClustersFirstValue_leavesItSetForNobody() {
    model.edit(SIZE, "50");
    model.apply();

    model.revert(applied.getFirst());

    assertThat(desk.sets(Target.cluster(), SIZE)).isFalse();
    assertThat(Notices.diff(desk.versions(Target.cluster()).getFirst()))
        .containsExactly(SIZE + " 50 → 10 (no longer set)");
  }

  @Test
  void backTo_beforeTheFirstChange_leavesNothingSet() {
    model.edit(SIZE, "50");
    model.apply();
    model.edit(SIZE, "60");
    model.apply();

    model.backTo(Target.cluster(), 0);
    model.apply();

    assertThat(desk.sets(Target.cluster(), SIZE)).isFalse();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
  }

  @Test
  void toDefault_whereTheNodeHasItsOwnAndTheClusterAnother_setsTheDefault() {
    model.edit(SIZE, "70");
    model.apply();
    model.target().set(NODE);
    model.edit(SIZE, "50");
    model.apply();

    model.toDefault(SIZE);
    model.apply();

    assertThat(desk.value(NODE, SIZE)).isEqualTo("10");
    assertThat(desk.sets(NODE, SIZE)).isTrue();
  }

  @Test
  void revert_ofAChange_keepsWhatIsBeingEdited() {
    model.edit(SIZE, "50");
    model.apply();
    model.edit(FLUSH, "20");

    model.revert(applied.getFirst());

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
    assertThat(wanted()).isEqualTo(Map.of(FLUSH, "20"));
    model.apply();
    assertThat(desk.value(Target.cluster(), FLUSH)).isEqualTo("20");
  }

  @Test
  void backTo_anEarlierVersion_isADifferenceFirst() {
    for (var value : List.of("50", "60", "70")) {
      model.edit(SIZE, value);
      model.apply();
    }
    model.edit(FLUSH, "20");
    model.apply();

    model.backTo(Target.cluster(), 1);
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50", FLUSH, "50"));
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("70");
    model.apply();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");

    model.backTo(Target.cluster(), 0);
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "10"));
  }

  @Test
  void revertAfter_isSentWithTheChange_countsDown_andCanBeCancelled() {
    model.selfReverting().set(true);
    model.revertMinutes().set("5");
    model.edit(SIZE, "50");
    model.apply();

    var change = applied.getFirst();
    assertThat(change.revertAt()).contains(change.time().plus(Duration.ofMinutes(5)));
    assertThat(model.known().get().reverting(change.time())).containsExactly(change);
    assertThat(model.selfReverting().get()).as("for this change alone").isFalse();

    model.keep(change);
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
    assertThat(desk.versions(Target.cluster()).getFirst().revertAt()).isNull();
    assertThat(model.known().get().reverting(change.time())).isEmpty();
  }

  @Test
  void revertAfter_noTime_cannotBeApplied() {
    model.selfReverting().set(true);
    model.revertMinutes().set("soon");
    model.edit(SIZE, "50");
    model.apply();

    assertThat(desk.versions(Target.cluster())).isEmpty();
    assertThat(model.obstacle()).contains("minutes");
  }
}
