package ai.hal9.console.shell;

import ai.hal9.console.ui.Theme;
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
    observed().forEach(value -> value.addListener(changed));
  }

  private List<Observable> observed() {
    return List.of(
        stage.xProperty(),
        stage.yProperty(),
        stage.widthProperty(),
        stage.heightProperty(),
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
    var scene = stage.getScene();
    var maximized = stage.isMaximized();
    return model.settings(
        new Settings(
            maximized ? before.x() : stage.getX(),
            maximized ? before.y() : stage.getY(),
            maximized ? before.width() : scene.getWidth(),
            maximized ? before.height() : scene.getHeight(),
            maximized,
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
    observed().forEach(value -> value.removeListener(changed));
    file.write(now());
    file.close();
  }
}
