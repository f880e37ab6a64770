package ai.hal9.console.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.cache.WarmModel.Progress;
import ai.hal9.console.session.EveryMember.Answers;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.Warming;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WarmModelTest {

  private final Desk desk = new Desk();
  private final WarmModel model = new WarmModel(desk, Background.sameThread(), "");

  /** Nodes that are as far as is said here. */
  private static final class Desk implements WarmDesk {
    private final SortedMap<String, Warming> nodes = new TreeMap<>();
    private final SortedMap<String, String> silent = new TreeMap<>();
    private int orders;

    @Override
    public Answers<Warming> warm() {
      orders++;
      nodes.replaceAll((_, _) -> new Warming(1_000, 0, true, ""));
      return look();
    }

    @Override
    public Answers<Warming> look() {
      if (nodes.isEmpty()) {
        throw new SimException(SimException.Code.UNREACHABLE, "nobody answers");
      }
      return new Answers<>(nodes, silent, Map.of());
    }
  }

  @Test
  void order_reachesEveryNode_andIsFollowedToItsEnd() {
    desk.nodes.put("node-2", new Warming(0, 0, false, ""));
    desk.nodes.put("node-1", new Warming(0, 0, false, ""));
    desk.silent.put("node-3", "connection refused");
    model.look();
    assertThat(model.progress().get())
        .extracting(Progress::words)
        .containsExactly(
            "not warmed since its start",
            "not warmed since its start",
            "does not answer: connection refused");
    assertThat(model.busy().get()).isFalse();

    model.warm();
    model.warm();
    assertThat(desk.orders).isEqualTo(1);
    assertThat(model.busy().get()).isTrue();

    desk.nodes.put("node-1", new Warming(1_000, 250, true, ""));
    desk.nodes.put("node-2", new Warming(1_000, 400, false, "PostgreSQL is gone"));
    model.look();
    assertThat(model.progress().get())
        .startsWith(
            new Progress("node-1", 0.25, true, "250 of 1,000 keys brought"),
            new Progress(
                "node-2", 0.4, false, "400 of 1,000 keys brought, then: PostgreSQL is gone"));
    assertThat(model.busy().get()).isTrue();

    desk.nodes.put("node-1", new Warming(1_000, 600, false, ""));
    model.look();
    assertThat(model.progress().get().getFirst().words())
        .isEqualTo("600 keys brought, all there were");
    desk.nodes.put("node-1", new Warming(1_000, 0, false, ""));
    model.look();
    assertThat(model.progress().get().getFirst().words()).startsWith("found nothing to bring");
    assertThat(model.busy().get()).isFalse();
  }

  @Test
  void cluster_thatDoesNotAnswer_isSaid_andMayBeAskedAgain() {
    model.warm();

    assertThat(model.failure().get()).isEqualTo("nobody answers");
    assertThat(model.busy().get()).isFalse();
  }

  @Test
  void readOnly_nothingIsBegun() {
    desk.nodes.put("node-1", new Warming(0, 0, false, ""));
    var remote = new WarmModel(desk, Background.sameThread(), "not on this machine");

    remote.warm();

    assertThat(desk.orders).isZero();
    assertThat(remote.failure().get()).isEqualTo("not on this machine");
  }
}
