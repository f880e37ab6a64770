package ai.hal9.console.shell;

import ai.hal9.console.chart.Span;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Theme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Everything the window can do, for keys, the command palette and the list of all keys. */
final class WindowActions {

  private static final int DIGITS = 9;

  private final ShellModel model;
  private final Theme theme;
  private final ObservableValue<Instant> now;
  private final Dialogs dialogs;
  private final Moves moves;
  private final Screens screens;

  /**
   * Ways to get somewhere else.
   *
   * @param openScreen to a screen, by its id
   * @param reach to a place in a screen, both by their ids
   * @param disconnect to the start screen
   * @param palette to the command palette
   * @param back out of what is open
   * @param close out of the console
   */
  record Moves(
      Consumer<String> openScreen,
      BiConsumer<String, String> reach,
      Runnable disconnect,
      Runnable palette,
      Runnable back,
      Runnable close) {}

  WindowActions(
      ShellModel model,
      Theme theme,
      ObservableValue<Instant> now,
      Dialogs dialogs,
      Screens screens,
      Moves moves) {
    this.model = model;
    this.theme = theme;
    this.now = now;
    this.dialogs = dialogs;
    this.screens = screens;
    this.moves = moves;
  }

  /**
   * All of them, as things stand.
   *
   * @param ofScreen what the screen shown offers itself
   * @param local the keys its parts take while they have the focus
   */
  List<Action> all(List<Action> ofScreen, List<LocalKey> local) {
    var all = new ArrayList<Action>();
    if (connected()) {
      addScreens(all);
      addNodes(all);
      addTime(all);
      addNavigation(all);
      all.add(
          new Action(
              "disconnect",
              "Disconnect from this cluster",
              Material2OutlinedAL.EXIT_TO_APP,
              "",
              moves.disconnect));
    }
    all.addAll(ofScreen);
    addWindow(all, () -> tell("All keys", Keys.table(all(ofScreen, local), local)));
    if (connected()) {
      addPlaces(all);
    }
    return all;
  }

  private boolean connected() {
    return model.session().get() != null;
  }

  private void addScreens(List<Action> all) {
    var known = screens.all();
    for (var i = 0; i < known.size(); i++) {
      var screen = known.get(i);
      all.add(
          new Action(
              "screen-" + screen.id(),
              "Go to " + screen.title(),
              screen.icon(),
              i < DIGITS ? "Ctrl+" + (i + 1) : "",
              () -> moves.openScreen.accept(screen.id())));
    }
  }

  private void addPlaces(List<Action> all) {
    for (var screen : screens.all()) {
      screen
          .places()
          .forEach(
              (place, words) ->
                  all.add(
                      new Action(
                          screen.id() + "-" + place,
                          words,
                          screen.icon(),
                          "",
                          () -> moves.reach.accept(screen.id(), place))));
    }
  }

  private void addNodes(List<Action> all) {
    var session = model.session().get();
    if (session != null) {
      for (var node : session.feed().state().nodes()) {
        all.add(
            new Action(
                "node-" + node.name(),
                "Go to node " + node.name(),
                Material2OutlinedMZ.STORAGE,
                "",
                () -> moves.openScreen.accept(Screens.node(node.name()))));
      }
    }
  }

  private void addTime(List<Action> all) {
    var time = model.time();
    all.add(
        new Action(
            "pause",
            time.live() ? "Pause all charts" : "Follow the present",
            time.live() ? Material2OutlinedMZ.PAUSE : Material2OutlinedMZ.PLAY_ARROW,
            "Space",
            () -> time.togglePause(now.getValue())));
    for (var span : Span.values()) {
      all.add(
          new Action(
              "span-" + span,
              span == Span.ALL ? "Show everything heard" : "Show the last " + span.words(),
              Material2OutlinedMZ.SCHEDULE,
              "",
              () -> time.span().set(span)));
    }
  }

  private void addNavigation(List<Action> all) {
    var words = model.navigation();
    all.add(
        new Action(
            "fold-navigation",
            words.get() ? "Fold the navigation to its icons" : "Unfold the navigation",
            Material2OutlinedMZ.MENU_OPEN,
            "",
            () -> words.set(!words.get())));
  }

  private void addWindow(List<Action> all, Runnable keys) {
    var next = theme.choice().get().next();
    all.add(
        new Action(
            "theme",
            "Change theme to " + next.words().toLowerCase(Locale.ROOT),
            Material2OutlinedAL.BRIGHTNESS_4,
            "",
            () -> theme.choice().set(next)));
    all.add(
        new Action(
            "palette",
            "Find an action or screen",
            Material2OutlinedMZ.SEARCH,
            "Ctrl+K",
            moves.palette));
    all.add(
        new Action("about", "What is this screen?", Material2OutlinedAL.HELP, "F1", this::about));
    all.add(new Action("keys", "Show all keys", Material2OutlinedAL.KEYBOARD, "?", keys));
    all.add(
        new Action(
            "back",
            "Go back: out of a zoom or a dialog",
            Material2OutlinedAL.CHEVRON_LEFT,
            "Esc",
            moves.back));
    all.add(
        new Action("close", "Close the window", Material2OutlinedAL.CLOSE, "Ctrl+Q", moves.close));
  }

  private void about() {
    var screen = screens.of(model.screen().get());
    tell(
        connected() ? screen.title() : "Start screen",
        Dialogs.paragraph(
            connected()
                ? screen.about()
                : "Start a cluster on this machine, or attach to one that runs. Everything else is"
                    + " about the cluster you are connected to."));
  }

  private void tell(String title, Node body) {
    dialogs.ask(
        title,
        body,
        List.of(new Dialogs.Choice("dialog-ok", "Close", Dialogs.Kind.DEFAULT, () -> {})));
  }
}
