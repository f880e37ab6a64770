package ai.hal9.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.shell.FakeClusters;
import ai.hal9.console.ui.Breaking;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectModelTest {

  @Test
  void clustersThatCannotBeListed_areSaidToBeUnknown_untilTheyCan(@TempDir Path directory) {
    var clusters = new FakeClusters(directory);
    clusters.run("mine", URI.create("http://127.0.0.1:1"));
    var background = new Breaking();
    var model =
        new ConnectModel(
            new Doors(
                clusters,
                background,
                Runnable::run,
                Clock.systemUTC(),
                directory,
                new RecentClusters(List.of()),
                Map::of,
                (_, _) -> {},
                _ -> {},
                _ -> {}));

    background.broken = true;
    model.look();
    assertThat(model.failure().get()).contains(Breaking.WHY);

    background.broken = false;
    model.look();
    assertThat(model.failure().get()).isEmpty();
    assertThat(model.running()).hasSize(1);
  }
}
