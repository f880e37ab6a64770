package ai.hal9.console.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.console.ui.Background;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is edited and undone while a change is on its way to the cluster. */
class EditsOnTheWayTest {

  private static final String SIZE = TuningOnFakeDesk.SIZE;
  private static final String FLUSH = TuningOnFakeDesk.FLUSH;

  private final FakeDesk desk = new FakeDesk();
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final TuningModel model =
      new TuningModel(desk, Background.of(work::add, Runnable::run), "ann", "");

  @BeforeEach
  void look() {
    model.refresh();
    answer();
  }

  @Test
  void edit_whileAChangeIsOnItsWay_staysWhenItIsInForce() {
    model.edit(SIZE, "50");
    model.edit(FLUSH, "20");
    model.reason().set("first");
    model.apply();
    model.edit(SIZE, "60");
    model.reason().set("second");

    answer();

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "60"));
    assertThat(model.reason().get()).isEqualTo("second");
    model.undo();
    assertThat(wanted()).isEmpty();
    model.redo();
    model.apply();
    answer();
    assertThat(desk.versions(Target.cluster()).getFirst().after()).isEqualTo(Map.of(SIZE, "60"));
  }

  @Test
  void edit_backToWhatWasInForce_whileAChangeIsOnItsWay_isWantedAfterIt() {
    model.edit(SIZE, "50");
    model.apply();
    model.edit(SIZE, "10");

    answer();

    assertThat(wanted()).isEqualTo(Map.of(SIZE, "10"));
  }

  @Test
  void undo_whileAChangeIsOnItsWay_takesBackWhatWasEditedSince_andNothingElse() {
    model.edit(SIZE, "50");
    model.apply();
    model.edit(FLUSH, "20");
    model.undo();
    model.undo();

    answer();

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
    assertThat(wanted()).isEmpty();
    model.undo();
    answer();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
  }

  @Test
  void refused_keepsWhatWasSent_andWhatWasEditedSince_stepByStep() {
    desk.refusals = List.of(new TuningViolation(SIZE, "50", "too much"));
    model.edit(SIZE, "50");
    model.apply();
    model.edit(FLUSH, "20");

    answer();

    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50", FLUSH, "20"));
    model.undo();
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50"));
    model.undo();
    assertThat(wanted()).isEmpty();
  }

  @Test
  void edit_whileAnUndoIsOnItsWay_staysAndIsUndoneFirst() {
    model.edit(SIZE, "50");
    model.apply();
    answer();
    model.undo();
    model.edit(FLUSH, "20");

    answer();

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
    assertThat(wanted()).isEqualTo(Map.of(FLUSH, "20"));
    model.undo();
    assertThat(wanted()).isEmpty();
    assertThat(model.canUndo()).isFalse();
  }

  @Test
  void edit_whileARedoIsOnItsWay_staysAndIsUndoneFirst() {
    model.edit(SIZE, "50");
    model.apply();
    answer();
    model.undo();
    answer();
    model.redo();
    model.edit(FLUSH, "20");

    answer();

    assertThat(wanted()).isEqualTo(Map.of(FLUSH, "20"));
    model.undo();
    model.undo();
    answer();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
  }

  /** The cluster answers all it was asked. */
  private void answer() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private Map<String, String> wanted() {
    return model.pending().stream()
        .collect(Collectors.toMap(ParameterState::key, ParameterState::value));
  }
}
