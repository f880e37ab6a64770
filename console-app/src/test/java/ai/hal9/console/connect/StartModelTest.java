package ai.hal9.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.session.Session;
import ai.hal9.console.shell.FakeClusters;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void cancelled_whenItHasJustStarted_isStopped_andNotOpened(@TempDir Path directory) {
    var clusters = new FakeClusters(directory);
    var ui = new ArrayDeque<Runnable>();
    var opened = new ArrayList<Session>();
    var start =
        new StartModel(
            clusters,
            Background.of(Runnable::run, ui::add),
            ui::add,
            Clock.systemUTC(),
            (_, _) -> {},
            opened::add);

    start.start(StartPreset.THREE);
    start.cancel();
    while (!ui.isEmpty()) {
      ui.remove().run();
    }

    assertThat(clusters.stopped).isTrue();
    assertThat(opened).isEmpty();
    assertThat(start.starting().get()).isFalse();
  }
}
