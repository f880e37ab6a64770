package ai.hal9.console.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
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

/**
 * How everything looks: AtlantaFX's Primer beneath, one structural stylesheet of ours, and one file
 * of colours for each of dark and light.
 */
public final class Theme {

  private static final List<String> FONTS =
      List.of("Roboto-Regular.ttf", "Roboto-Medium.ttf", "Roboto-Bold.ttf");

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
    loadFonts();
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

  private void apply() {
    Application.setUserAgentStylesheet(
        (dark() ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheetBSS());
    sheets.setAll(sheet(dark() ? "dark.css" : "light.css"), sheet("console.css"));
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
  }

  private static void loadFonts() {
    for (var font : FONTS) {
      var _ =
          Font.loadFont(
              Theme.class.getResourceAsStream("/com/formdev/flatlaf/fonts/roboto/" + font), 12);
    }
  }
}
