package ai.hal9.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.fault.GameAudit.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GameAuditTest {

  private static final Move ANNA = new Move("g", 1, "anna", 0);
  private static final Move BERT = new Move("g", 1, "bert", 1);
  private static final Move CLEO = new Move("g", 1, "cleo", 1);

  @Test
  void all_storedAndCounted_isKept() {
    var audit =
        GameAudit.of(
            List.of(ANNA, BERT), List.of(ANNA, BERT, CLEO), List.of(new Score("g", 1, 1, 2)));

    assertThat(audit.kept()).isTrue();
    assertThat(audit.acknowledged()).isEqualTo(2);
    assertThat(audit.rounds()).isEqualTo(1);
  }

  @Test
  void action_missingOrOnTheOtherSide_isLost() {
    var stored = List.of(new Move("g", 1, "anna", 1), CLEO);

    var audit = GameAudit.of(List.of(ANNA, BERT, CLEO), stored, List.of());

    assertThat(audit.lost()).isEqualTo(2);
    assertThat(audit.kept()).isFalse();
    assertThat(audit.examples()).hasSize(2).allMatch(example -> example.startsWith("lost: "));
  }

  @Test
  void round_thatCountsOtherActionsThanAreStored_isMiscounted() {
    var scores = List.of(new Score("g", 1, 1, 1), new Score("g", 2, 0, 0), new Score("g", 3, 1, 0));

    var audit = GameAudit.of(List.of(), List.of(ANNA, BERT, CLEO), scores);

    assertThat(audit.miscounted()).isEqualTo(2);
    assertThat(audit.kept()).isFalse();
  }
}
