package ai.hal9.console.connect;

import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.process.ProcessIdentity;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Starts a cluster on this machine, step by step. */
final class StartModel {

  private static final String FIRST_NAME = "default";
  private static final int LOG_LINES = 30;
  private static final int MOST_PORT = 65_535;

  private final ClusterControl control;
  private final Background background;
  private final Executor ui;
  private final Clock clock;
  private final BiConsumer<StartPreset, StartCost> measured;
  private final Consumer<Session> opened;
  private final StringProperty name = new SimpleStringProperty(FIRST_NAME);
  private final StringProperty port = new SimpleStringProperty("");
  private final ObservableList<Step> steps = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper starting = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Trouble> trouble = new ReadOnlyObjectWrapper<>();
  private String proposed = FIRST_NAME;
  private Runnable cancel = () -> {};
  private boolean cancelled;

  StartModel(
      ClusterControl control,
      Background background,
      Executor ui,
      Clock clock,
      BiConsumer<StartPreset, StartCost> measured,
      Consumer<Session> opened) {
    this.control = control;
    this.background = background;
    this.ui = ui;
    this.clock = clock;
    this.measured = measured;
    this.opened = opened;
  }

  /** What the cluster shall be called. */
  StringProperty name() {
    return name;
  }

  /** Proposes a name that none of these has, unless the user has written one. */
  void avoid(Set<String> taken) {
    if (name.get().equals(proposed)) {
      proposed =
          Stream.concat(
                  Stream.of(FIRST_NAME),
                  IntStream.iterate(2, n -> n + 1).mapToObj(n -> FIRST_NAME + "-" + n))
              .filter(free -> !taken.contains(free))
              .findFirst()
              .orElseThrow();
      name.set(proposed);
    }
  }

  /** Where clients shall go; empty for any free port. */
  StringProperty port() {
    return port;
  }

  ObservableList<Step> steps() {
    return steps;
  }

  ReadOnlyBooleanProperty starting() {
    return starting.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Trouble> trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** Starts it; without effect while one is being started. */
  void start(StartPreset preset) {
    if (starting.get()) {
      return;
    }
    trouble.set(null);
    steps.clear();
    cancelled = false;
    starting.set(true);
    var wantedName = name.get().strip();
    var wantedPort = port.get().strip();
    var began = clock.instant();
    cancel =
        background.run(
            () -> started(preset, wantedName, wantedPort, began),
            this::open,
            failure -> failed(wantedName, failure));
  }

  /** Stops what was started so far. */
  void cancel() {
    if (starting.get() && !cancelled) {
      cancelled = true;
      steps.add(
          new Step("Cancelling: stopping what was started", seconds(clock.instant(), null), true));
      cancel.run();
    }
  }

  private Started started(StartPreset preset, String name, String port, Instant began)
      throws IOException {
    var spec = preset.spec(name, portNumber(port));
    var cluster =
        control.start(
            spec,
            event -> {
              if (event.kind() != ClusterEvent.Kind.READY) {
                var step =
                    new Step(
                        event.text(),
                        seconds(clock.instant(), began),
                        event.kind() == ClusterEvent.Kind.BEGUN);
                ui.execute(() -> steps.add(step));
              }
            });
    try {
      var took = Duration.between(began, clock.instant());
      var files = new ClusterFiles(control.directory(name));
      var bytes = Footprint.bytes(files.processes().stream().mapToLong(ProcessIdentity::pid));
      var token = Files.readString(cluster.tokenFile()).strip();
      return new Started(preset, cluster, token, new StartCost(took.toMillis(), bytes));
    } catch (IOException | RuntimeException e) {
      // nobody else knows of it; an interrupt would keep its end from being awaited
      var _ = Thread.interrupted();
      try {
        cluster.stop();
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static int portNumber(String port) {
    if (port.isEmpty()) {
      return 0;
    }
    var number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : -1;
    if (number < 1 || number > MOST_PORT) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "‘%s’ is no port: use a number from 1 to 65535, or leave it empty for a free one."
              .formatted(port));
    }
    return number;
  }

  private double seconds(Instant now, @Nullable Instant began) {
    return began == null
        ? steps.isEmpty() ? 0 : steps.getLast().seconds()
        : Duration.between(began, now).toMillis() / 1e3;
  }

  private void open(Started started) {
    if (cancelled) {
      var _ =
          background.run(
              () -> {
                started.cluster.stop();
                return started;
              },
              _ -> ended(),
              failure -> {
                ended();
                trouble.set(explained(started.cluster.state().name(), failure));
              });
      return;
    }
    starting.set(false);
    measured.accept(started.preset, started.cost);
    opened.accept(
        Session.started(
            started.cluster, new ClusterAddress(started.cluster.url(), started.token), clock));
  }

  private void failed(String name, Exception failure) {
    if (cancelled) {
      ended();
      return;
    }
    starting.set(false);
    trouble.set(explained(name, failure));
  }

  /** Of a start that was cancelled. */
  private void ended() {
    steps.clear();
    starting.set(false);
  }

  private Trouble explained(String name, Exception failure) {
    var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (!(failure instanceof SimException known)) {
      return new Trouble("The cluster could not be started: " + message, logs(name));
    }
    return switch (known.code()) {
      case ALREADY_RUNNING ->
          new Trouble(
              "A cluster called ‘%s’ runs already. Open it under “Running on this machine”, or give this one another name."
                  .formatted(name),
              message);
      case PORT_TAKEN ->
          new Trouble(
              message + "\nLeave the port empty to take a free one, or end what uses it.", "");
      case CONFIGURATION, STORAGE -> new Trouble(message, "");
      case NOT_RUNNING, START_FAILED, UNREACHABLE, INTERRUPTED -> new Trouble(message, logs(name));
    };
  }

  /** The end of the log that was written to last. */
  private String logs(String name) {
    var directory = control.directory(name).logs();
    try (var files = Files.list(directory)) {
      var newest =
          files
              .filter(file -> file.toString().endsWith(".log"))
              .max(Comparator.comparing(StartModel::written));
      if (newest.isEmpty()) {
        return "";
      }
      List<String> lines = Files.readAllLines(newest.get());
      return newest.get()
          + "\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** The clusters that run on this machine now. Off the UI thread. */
  static List<ClusterState> running(ClusterControl control) {
    return control.names().stream()
        .flatMap(name -> control.state(name).stream())
        .filter(state -> state.state() != ClusterState.Phase.STOPPED)
        .toList();
  }

  private record Started(
      StartPreset preset, RunningCluster cluster, String token, StartCost cost) {}
}
