package ai.hal9.console.tuning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.runs.RunStore;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Saving;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What the palette offers on the tuning screen, done before a desk without a cluster. */
@ExtendWith(ApplicationExtension.class)
class TuningActionsTest {

  private static final Target NODE = new Target.OneNode("node-2");
  private static final String SIZE = "performance.signal_buffer_size";
  private static final Clock CLOCK = Clock.fixed(FakeDesk.EPOCH, ZoneOffset.UTC);

  private final FakeDesk desk = new FakeDesk();
  private final Clipboard clipboard = new Clipboard();
  private @Nullable Path directory;
  private @Nullable Stage stage;
  private @Nullable TuningView view;
  private @Nullable RunStore runs;

  @Start
  void start(Stage shown) throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "tuning-actions");
    runs = RunStore.in(directory(), CLOCK);
    stage = shown;
    open(new Site.Here());
    shown.show();
  }

  private void open(Site site) {
    var address = new ClusterAddress(URI.create("http://127.0.0.1:1"), "");
    var session = Session.attached("test", address, site, CLOCK);
    var place =
        new Workplace(
            session,
            new ChartContext(
                new SharedTime(),
                new SimpleObjectProperty<>(FakeDesk.EPOCH),
                session.history()::span,
                FXCollections.observableSet(),
                clipboard),
            Background.sameThread(),
            directory(),
            new LoadDesk(
                new LoadDesk.Aim("test", address, session.local(), session.history()),
                (_, _) -> {
                  throw new IllegalStateException("no load is sent");
                },
                requireNonNull(runs),
                new ScenarioLibrary(directory()),
                CLOCK),
            _ -> {},
            (_, _) -> {});
    view = new TuningView(place, desk);
    requireNonNull(stage).setScene(new Scene(view().node(), 1_200, 800));
    view().show();
  }

  @Stop
  void stop() throws IOException {
    requireNonNull(runs).close();
    Trees.delete(directory());
  }

  @Test
  void target_chosen_isChangedAlone(FxRobot robot) {
    act(robot, "tuning-target-node-2");
    preset(robot);
    act(robot, "tuning-apply");
    assertThat(desk.versions(NODE)).hasSize(1);
    assertThat(desk.versions(Target.cluster())).isEmpty();

    act(robot, "tuning-target-all");
    preset(robot);
    act(robot, "tuning-apply");
    assertThat(desk.versions(Target.cluster())).hasSize(1);
  }

  @Test
  void wayBack_toAVersion_andToTheBeginning_isADifferenceFirst(FxRobot robot) {
    var before = desk.value(Target.cluster(), SIZE);
    desk.elsewhere("bob", Map.of(SIZE, "301"));
    desk.elsewhere("bob", Map.of(SIZE, "302"));
    robot.interact(() -> open(new Site.Here()));

    actWith(robot, "back to version 1");
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("302");
    act(robot, "tuning-apply");
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("301");

    act(robot, "tuning-back-to-beginning");
    act(robot, "tuning-apply");
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo(before);
  }

  @Test
  void selfRevert_wanted_isApplied_andCanBeCancelled(FxRobot robot) {
    act(robot, "tuning-self-revert");
    preset(robot);
    act(robot, "tuning-apply");
    assertThat(desk.versions(Target.cluster()).getFirst().revertAt()).isNotNull();

    actWith(robot, "keep version 1 on all nodes");

    assertThat(desk.versions(Target.cluster())).hasSize(2);
    assertThat(desk.versions(Target.cluster()).getFirst().revertAt()).isNull();
  }

  @Test
  void effectCard_shown_isCopied_andItsChangeReverted(FxRobot robot) {
    var before = desk.value(Target.cluster(), SIZE);
    preset(robot);
    act(robot, "tuning-apply");

    act(robot, "tuning-effect-copy");
    assertThat(clipboard.text).contains("performance.");
    act(robot, "tuning-effect-revert");

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo(before);
    act(robot, "tuning-effect-keep");
    assertThat(found("tuning-effect-keep")).isEmpty();
  }

  @Test
  void kinds_chosen_showThoseParameters(FxRobot robot) {
    act(robot, "tuning-kind-changed");

    assertThat(robot.lookup("#kind-changed").queryAs(ToggleButton.class).isSelected()).isTrue();
    assertThat(robot.lookup("#edit-" + SIZE.replace(".", "\\.")).tryQuery()).isEmpty();
  }

  @Test
  void ownPreset_deleted_isNoFileAnyMore(FxRobot robot) throws IOException {
    new PresetFolder(directory().resolve("presets")).save("mine", Map.of(SIZE, "301"));
    robot.interact(() -> open(new Site.Here()));

    actWith(robot, "delete your tuning preset ‘mine’");

    try (var files = Files.list(directory().resolve("presets"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void clusterElsewhere_offersNothingThatChangesIt(FxRobot robot) {
    desk.elsewhere("bob", Map.of(SIZE, "301"));
    desk.elsewhere("bob", Map.of(SIZE, "302"));
    robot.interact(() -> open(new Site.Elsewhere("it is far away")));

    assertThat(view().actions())
        .extracting(Action::id)
        .noneMatch(id -> id.startsWith("tuning-back-to") || id.equals("tuning-effect-revert"));
  }

  private void preset(FxRobot robot) {
    robot.interact(() -> view().reach("preset/" + Preset.bundled().getLast().id()));
  }

  private void act(FxRobot robot, String id) {
    run(robot, () -> found(id));
  }

  private void actWith(FxRobot robot, String words) {
    run(
        robot,
        () ->
            view().actions().stream()
                .filter(action -> action.words().toLowerCase(Locale.ROOT).contains(words))
                .findFirst());
  }

  private static void run(FxRobot robot, Supplier<Optional<Action>> wanted) {
    robot.interact(() -> wanted.get().orElseThrow().run().run());
  }

  private Optional<Action> found(String id) {
    return view().actions().stream().filter(action -> action.id().equals(id)).findFirst();
  }

  private TuningView view() {
    return requireNonNull(view);
  }

  private Path directory() {
    return requireNonNull(directory);
  }

  /** Nothing is saved; what is copied is kept. */
  private static final class Clipboard implements Saving {

    private String text = "";

    @Override
    public void save(String name, Content content) {}

    @Override
    public void pick(Consumer<Path> chosen) {}

    @Override
    public void copy(String what, String copied) {
      text = copied;
    }
  }
}
