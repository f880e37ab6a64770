package ai.hal9.console.shell;

import ai.hal9.console.ui.Theme;
import ai.hal9.console.ui.UiThread;
import ai.hal9.dashboards.model.SloProfile;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ObservableValue;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** What is remembered of a window: put on disk as it changes, and in place when it opens. */
final class WindowMemory implements AutoCloseable {

  private final Stage stage;
  private final SettingsFile file;
  private final Settings before;
  private final ShellModel model;
  private final Theme theme;
  private final ObservableValue<SloProfile> targets;
  private final InvalidationListener changed = _ -> write();

  /** Looks a moment later: a window's bounds may change before it says that it is maximised. */
  private final InvalidationListener moved = _ -> UiThread.later(this::settle);

  /** Where the window was when it was last neither maximised nor hidden in a task bar. */
  private Settings place;

  /**
   * @param before what was remembered of the last one
   * @param targets whose service levels values are measured against
   */
  WindowMemory(
      Stage stage,
      SettingsFile file,
      Settings before,
      ShellModel model,
      Theme theme,
      ObservableValue<SloProfile> targets) {
    this.stage = stage;
    this.file = file;
    this.before = before;
    this.place = before;
    this.model = model;
    this.theme = theme;
    this.targets = targets;
  }

  /** Puts the window where the last one was, if that is still on a screen. */
  void place() {
    var where =
        Screen.getScreensForRectangle(before.x(), before.y(), before.width(), before.height());
    if (!where.isEmpty()) {
      stage.setX(before.x());
      stage.setY(before.y());
    }
    stage.setMaximized(before.maximized());
  }

  /** Writes from now on what changes. */
  void keep() {
    bounds().forEach(value -> value.addListener(moved));
    observed().forEach(value -> value.addListener(changed));
  }

  /** The size is its scene's, which may follow the window's later. */
  private List<Observable> bounds() {
    var scene = stage.getScene();
    return List.of(
        stage.xProperty(), stage.yProperty(), scene.widthProperty(), scene.heightProperty());
  }

  private void settle() {
    if (stage.isShowing()) {
      look();
      write();
    }
  }

  private void look() {
    if (!stage.isMaximized() && !stage.isIconified()) {
      var scene = stage.getScene();
      place = place.at(stage.getX(), stage.getY(), scene.getWidth(), scene.getHeight());
    }
  }

  private List<Observable> observed() {
    return List.of(
        stage.maximizedProperty(),
        theme.choice(),
        model.time().span(),
        model.screen(),
        model.navigation(),
        model.logarithmic(),
        model.recent().all(),
        targets,
        model.files(),
        model.starts());
  }

  private void write() {
    if (stage.isShowing()) {
      file.write(now());
    }
  }

  private Settings now() {
    return model.settings(
        new Settings(
            place.x(),
            place.y(),
            place.width(),
            place.height(),
            stage.isMaximized(),
            theme.choice().get(),
            before.span(),
            before.screen(),
            before.navigation(),
            before.logarithmic(),
            before.recent(),
            targets.getValue().name(),
            before.files(),
            before.starts()));
  }

  /** Writes what is not written yet, and nothing more. */
  @Override
  public void close() {
    bounds().forEach(value -> value.removeListener(moved));
    observed().forEach(value -> value.removeListener(changed));
    look();
    file.write(now());
    file.close();
  }
}
