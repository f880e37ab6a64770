package ai.hal9.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartModelTest {

  private final StartModel model =
      new StartModel(
          ClusterControl.standard(),
          Background.sameThread(),
          Runnable::run,
          Clock.systemUTC(),
          (_, _) -> {},
          _ -> {});

  @Test
  void nameProposed_isOneThatNoRunningClusterHas() {
    assertThat(model.name().get()).isEqualTo("default");

    model.avoid(Set.of("default", "default-2", "shop"));
    assertThat(model.name().get()).isEqualTo("default-3");

    model.avoid(Set.of("shop"));
    assertThat(model.name().get()).isEqualTo("default");
  }

  @Test
  void nameWritten_staysAsItIs() {
    model.name().set("shop");

    model.avoid(Set.of("shop"));

    assertThat(model.name().get()).isEqualTo("shop");
  }
}
