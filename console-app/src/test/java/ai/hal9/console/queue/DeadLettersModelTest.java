package ai.hal9.console.queue;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.ui.Background;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLettersModelTest {

  private static final DeadLetter FIRST = letter("1-0", "a", "b");
  private static final DeadLetter SECOND = letter("2-0", "c");

  private final Desk desk = new Desk();
  private final DeadLettersModel model = new DeadLettersModel(desk, Background.sameThread(), "");

  /** Keeps letters, and notes what is decided about them. */
  private static final class Desk implements DeadLetterDesk {
    private final List<DeadLetter> kept = new ArrayList<>(List.of(FIRST, SECOND));
    private final List<String> decided = new ArrayList<>();
    private boolean silent;

    @Override
    public List<DeadLetter> list() {
      if (silent) {
        throw new SimException(SimException.Code.UNREACHABLE, "nobody answers");
      }
      return List.copyOf(kept);
    }

    @Override
    public int decide(Decision decision, List<String> ids) {
      decided.add(decision + " " + ids);
      var before = kept.size();
      kept.removeIf(letter -> ids.contains(letter.id()));
      return before - kept.size();
    }
  }

  private static DeadLetter letter(String id, String... signals) {
    return new DeadLetter(
        id, Instant.parse("2026-03-01T10:00:00Z"), "no such column", List.of(signals), 100);
  }

  @Test
  void decision_isSentOnceItIsConfirmed_andTheListIsReadAnew() {
    assertThat(model.known().get()).isFalse();
    model.look();
    assertThat(model.known().get()).isTrue();
    assertThat(model.letters().get()).containsExactly(FIRST, SECOND);

    model.propose(Decision.REDRIVE, List.of(FIRST));
    assertThat(desk.decided).isEmpty();
    assertThat(model.question().get().orElseThrow().words())
        .startsWith("Put back 1 dead letter with 2 signals?");
    model.confirm();

    assertThat(desk.decided).containsExactly("REDRIVE [1-0]");
    assertThat(model.letters().get()).containsExactly(SECOND);
    assertThat(model.notice().get()).isEqualTo("1 dead letter put back into the queue.");
    assertThat(model.question().get()).isEmpty();
  }

  @Test
  void decision_thatIsDropped_isNotSent() {
    model.look();

    model.propose(Decision.DISCARD, model.letters().get());
    assertThat(model.question().get().orElseThrow().words())
        .isEqualTo("Discard 2 dead letters with 3 signals? They are lost for good.");
    assertThat(model.drop()).isTrue();
    assertThat(model.drop()).isFalse();
    model.confirm();

    assertThat(desk.decided).isEmpty();
    assertThat(model.letters().get()).hasSize(2);
  }

  @Test
  void letters_thatOthersDecidedAbout_areSaidToBeGone() {
    model.look();
    model.propose(Decision.DISCARD, List.of(FIRST, SECOND));
    desk.kept.remove(SECOND);

    model.confirm();

    assertThat(model.notice().get())
        .isEqualTo("1 dead letter discarded. Somebody else had decided about the rest.");
  }

  @Test
  void readOnly_nothingIsAskedOrSent() {
    var remote = new DeadLettersModel(desk, Background.sameThread(), "not on this machine");
    remote.look();

    remote.propose(Decision.DISCARD, remote.letters().get());
    remote.confirm();

    assertThat(remote.question().get()).isEmpty();
    assertThat(remote.notice().get()).isEqualTo("not on this machine");
    assertThat(desk.decided).isEmpty();
  }

  @Test
  void cluster_thatDoesNotAnswer_leavesWhatWasKnown() {
    model.look();
    desk.silent = true;

    model.look();

    assertThat(model.failure().get()).isEqualTo("nobody answers");
    assertThat(model.letters().get()).hasSize(2);
    desk.silent = false;
    model.look();
    assertThat(model.failure().get()).isEmpty();
  }

  @Test
  void nothingToDecideAbout_isSaid() {
    desk.kept.clear();
    model.look();

    model.propose(Decision.REDRIVE, model.letters().get());

    assertThat(model.question().get()).isEmpty();
    assertThat(model.notice().get()).contains("No dead letter");
  }
}
