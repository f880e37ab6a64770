package ai.hal9.console.shell;

import ai.hal9.console.connect.ConnectView;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState.Phase;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Asks what shall become of a cluster of this machine, before it is let go of. */
final class Farewell {

  private static final String STOP =
      "requests under way are finished first, and what it has stored stays on disk.";

  private final Dialogs dialogs;
  private final Background background;
  private final ClusterControl control;
  private boolean looking;

  /**
   * @param control stops clusters that were not started by this window
   */
  Farewell(Dialogs dialogs, Background background, ClusterControl control) {
    this.dialogs = dialogs;
    this.background = background;
    this.control = control;
  }

  /**
   * Goes on where there is no such cluster, and not at all where the user thinks better of it.
   *
   * @param verb what the user wants, for the button that leaves the cluster running
   */
  void before(String verb, @Nullable Session session, Runnable then) {
    var owned = Optional.ofNullable(session).flatMap(Session::owned);
    if (owned.isPresent() && owned.get().alive()) {
      var cluster = owned.get();
      ask(verb, cluster.state().name(), cluster::stop, cluster::letGo, then);
    } else if (owned.isEmpty() && session != null && session.site() instanceof Site.Own(var name)) {
      look(name, () -> ask(verb, name, () -> control.stop(name, _ -> {}), () -> {}, then), then);
    } else {
      then.run();
    }
  }

  /** Looks whether a cluster runs. */
  private void look(String name, Runnable runs, Runnable gone) {
    if (looking) {
      return;
    }
    looking = true;
    var _ =
        background.run(
            () -> control.state(name).filter(state -> state.state() != Phase.STOPPED).isPresent(),
            there -> {
              looking = false;
              (there ? runs : gone).run();
            },
            _ -> {
              looking = false;
              runs.run();
            });
  }

  private void ask(String verb, String name, Runnable stop, Runnable letGo, Runnable then) {
    dialogs.ask(
        "‘%s’ runs on this machine".formatted(name),
        Dialogs.paragraph(
            "Leave it running and open it again later from the start screen, or stop it: " + STOP),
        List.of(
            new Dialogs.Choice(
                "stop-cluster",
                "Stop cluster",
                Dialogs.Kind.DANGEROUS,
                () -> stop(name, stop, then)),
            new Dialogs.Choice(
                "leave-cluster",
                verb + ", leave it running",
                Dialogs.Kind.DEFAULT,
                () -> {
                  letGo.run();
                  then.run();
                }),
            new Dialogs.Choice("keep-open", "Cancel", Dialogs.Kind.PLAIN, () -> {})));
  }

  /** Stops the cluster connected to, where the user agrees, and goes on then. */
  void stop(Session session, Runnable then) {
    if (session.site() instanceof Site.Own(var name)) {
      var stop =
          session
              .owned()
              .<Runnable>map(cluster -> cluster::stop)
              .orElse(() -> control.stop(name, _ -> {}));
      askToStop(name, stop, then);
    }
  }

  /** Stops a cluster of this machine, where the user agrees. */
  void stop(String name) {
    askToStop(name, () -> control.stop(name, _ -> {}), () -> {});
  }

  private void askToStop(String name, Runnable stop, Runnable then) {
    dialogs.ask(
        "Stop ‘%s’?".formatted(name),
        Dialogs.paragraph("All of its processes end: " + STOP),
        List.of(
            new Dialogs.Choice(
                "stop-cluster",
                "Stop cluster",
                Dialogs.Kind.DANGEROUS,
                () -> stop(name, stop, then)),
            new Dialogs.Choice("keep-open", "Cancel", Dialogs.Kind.PLAIN, () -> {})));
  }

  /**
   * Cancels the start of a cluster, where the user agrees; what was started is stopped. Goes on at
   * once where none is being started.
   *
   * @param doors the start screen; null where it is not shown
   */
  void beforeStart(@Nullable ConnectView doors, Runnable then) {
    if (doors == null || !doors.starting()) {
      then.run();
      return;
    }
    dialogs.ask(
        "A cluster is being started",
        Dialogs.paragraph("It ends with this window: what has been started so far is stopped."),
        List.of(
            new Dialogs.Choice(
                "end-start", "Cancel start", Dialogs.Kind.DANGEROUS, () -> cancel(doors, then)),
            new Dialogs.Choice("keep-start", "Keep starting", Dialogs.Kind.PLAIN, () -> {})));
  }

  private void cancel(ConnectView doors, Runnable then) {
    var ended =
        dialogs.busy(
            "Cancelling the start", Dialogs.paragraph("What has been started so far is stopped."));
    doors.cancelStart(
        () -> {
          ended.run();
          then.run();
        });
  }

  /**
   * Ends a load that runs, where the user agrees; its report is kept. Goes on at once where none
   * does.
   */
  void beforeLoad(Optional<LoadDesk> desk, Runnable then) {
    if (desk.filter(busy -> busy.status().phase().busy()).isEmpty()) {
      then.run();
      return;
    }
    dialogs.ask(
        "A load is running",
        Dialogs.paragraph(
            "It is sent by this window and ends with it. What it has measured so far is kept among"
                + " the past runs."),
        List.of(
            new Dialogs.Choice(
                "end-load", "End load", Dialogs.Kind.DANGEROUS, () -> end(desk.get(), then)),
            new Dialogs.Choice("keep-load", "Cancel", Dialogs.Kind.PLAIN, () -> {})));
  }

  private void end(LoadDesk desk, Runnable then) {
    var ended = dialogs.busy("Ending the load", Dialogs.paragraph("Its report is being kept."));
    var _ =
        background.run(
            () -> {
              desk.close();
              return desk;
            },
            _ -> {
              ended.run();
              then.run();
            },
            failure -> {
              ended.run();
              dialogs.error("The load could not be ended.", failure.toString());
            });
  }

  private void stop(String name, Runnable stop, Runnable then) {
    var bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    bar.setMaxWidth(Double.MAX_VALUE);
    var ended =
        dialogs.busy(
            "Stopping ‘%s’".formatted(name),
            new VBox(12, Dialogs.paragraph("Requests under way are finished first."), bar));
    var _ =
        background.run(
            () -> {
              stop.run();
              return name;
            },
            _ -> {
              ended.run();
              then.run();
            },
            failure -> {
              ended.run();
              dialogs.error(
                  "The cluster could not be stopped. Try: hal9 down --name " + name,
                  failure.toString());
            });
  }
}
