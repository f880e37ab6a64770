package ai.hal9.console.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/**
 * How everything looks: AtlantaFX's Primer beneath, one structural stylesheet of ours, and one file
 * of colours for each of dark and light.
 */
public final class Theme {

  private final ObjectProperty<ThemeChoice> choice;
  private final ObservableList<String> sheets = FXCollections.observableArrayList();
  private ReadOnlyObjectProperty<ColorScheme> desktop =
      Platform.getPreferences().colorSchemeProperty();

  /**
   * Follows the choice from now on. Made before the first control, it saves reading JavaFX's own
   * theme, which nothing here is drawn with.
   */
  public Theme(ThemeChoice initial) {
    this.choice = new SimpleObjectProperty<>(initial);
    Fonts.load();
    choice.addListener(_ -> apply());
    apply();
  }

  /** Styles a scene, now and as the choice and the desktop's setting change. */
  public void dress(Scene scene) {
    Bindings.bindContent(scene.getStylesheets(), sheets);
    desktop = scene.getPreferences().colorSchemeProperty();
    desktop.addListener(_ -> apply());
    apply();
  }

  public ObjectProperty<ThemeChoice> choice() {
    return choice;
  }

  /** Whether it is dark now. */
  public boolean dark() {
    return switch (choice.get()) {
      case DARK -> true;
      case LIGHT -> false;
      case SYSTEM -> desktop.get() != ColorScheme.LIGHT;
    };
  }

  /** Each time a sheet is set, all that is shown is styled anew. */
  private void apply() {
    var wanted = List.of(sheet(dark() ? "dark.css" : "light.css"), sheet("console.css"));
    if (!sheets.equals(wanted)) {
      Application.setUserAgentStylesheet(
          (dark() ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheetBSS());
      sheets.setAll(wanted);
    }
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
  }

  /**
   * Loads what takes a while and no display: fonts, icons, and how Java writes outside its heap, as
   * drawing in software does. From any thread, also while JavaFX starts; who needs them waits for
   * that.
   */
  public static void prepare() {
    Fonts.load();
    var _ = new FontIcon(Material2OutlinedAL.BRIGHTNESS_2);
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(ValueLayout.JAVA_INT);
      memory.set(ValueLayout.JAVA_INT, 0, 1);
      var _ = memory.get(ValueLayout.JAVA_INT, 0);
    }
  }

  /** Loaded once. */
  private static final class Fonts {

    private static final String WHERE = "/com/formdev/flatlaf/fonts/roboto/";

    static {
      for (var font : List.of("Roboto-Regular.ttf", "Roboto-Medium.ttf", "Roboto-Bold.ttf")) {
        var _ = Font.loadFont(Theme.class.getResourceAsStream(WHERE + font), 12);
      }
    }

    private Fonts() {}

    /** Returns when they are there. */
    static void load() {}
  }
}
