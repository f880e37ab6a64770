package ai.hal9.dashboards.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.expression.Value;
import ai.hal9.dashboards.model.Bound.Direction;
import ai.hal9.dashboards.model.Bound.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SloProfileTest {

  @Test
  void objective_theProfileNames_isItsBound() {
    var profile = new SloProfile("p", "P", "a document", Map.of(Objective.LATENCY_P99, 0.1));

    assertThat(profile.bound(new Goal.Named(Objective.LATENCY_P99)))
        .contains(new Bound(Direction.AT_MOST, 0.1));
    assertThat(profile.bound(new Goal.Named(Objective.HIT_RATE))).isEmpty();
    assertThat(profile.bound(new Goal.Fixed(new Bound(Direction.AIM, 7))))
        .contains(new Bound(Direction.AIM, 7));
  }

  @Test
  void bound_judgesByItsDirection() {
    assertThat(new Bound(Direction.AT_MOST, 0.1).judge(new Value.Known(0.1)))
        .isEqualTo(Verdict.MET);
    assertThat(new Bound(Direction.AT_MOST, 0.1).judge(new Value.Known(0.11)))
        .isEqualTo(Verdict.MISSED);
    assertThat(new Bound(Direction.AT_LEAST, 0.9).judge(new Value.Known(0.8)))
        .isEqualTo(Verdict.MISSED);
    assertThat(new Bound(Direction.AIM, 1_000).judge(new Value.Known(10)))
        .isEqualTo(Verdict.BELOW_AIM);
    assertThat(new Bound(Direction.AT_MOST, 0.1).judge(Value.unknown())).isEqualTo(Verdict.UNKNOWN);
  }
}
