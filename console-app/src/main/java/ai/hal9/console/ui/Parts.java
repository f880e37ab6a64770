package ai.hal9.console.ui;

import javafx.beans.value.ObservableStringValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** The small parts that screens are put together from. */
public final class Parts {

  private Parts() {}

  /** Text in a style. */
  public static Label label(String text, String... styles) {
    var label = new Label(text);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /** Text that is there while it says something; it takes as many lines as it needs. */
  public static Label told(String id, ObservableStringValue words, String... styles) {
    var label = label("", styles);
    label.setId(id);
    label.setWrapText(true);
    label.textProperty().bind(words);
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  /** An icon, sized and coloured by CSS. */
  public static FontIcon icon(Ikon which, String... styles) {
    var icon = new FontIcon(which);
    icon.getStyleClass().addAll(styles);
    return icon;
  }

  /** A button with a word on it. */
  public static Button button(String id, String words, Ikon icon, Runnable action) {
    var button = new Button(words, icon(icon));
    button.setId(id);
    button.setOnAction(_ -> action.run());
    return button;
  }

  /** A button with an icon alone; its words are shown on hover and read by screen readers. */
  public static Button iconButton(String id, String words, Ikon icon, Runnable action) {
    var button = new Button("", icon(icon));
    button.setId(id);
    button.getStyleClass().addAll("flat", "icon-button");
    button.setOnAction(_ -> action.run());
    explain(button, words);
    button.setAccessibleText(words);
    return button;
  }

  /** One sentence that appears on hover, in the place of what was said before. */
  public static void explain(Node node, String words) {
    Hint.on(node, words);
    if (node instanceof Labeled) {
      node.setAccessibleHelp(words);
    }
  }

  /** What takes the room that is left in a row. */
  public static Region filler() {
    var filler = new Region();
    HBox.setHgrow(filler, Priority.ALWAYS);
    return filler;
  }

  /** Adds or removes a style class. */
  public static void style(Node node, String style, boolean on) {
    if (!on) {
      node.getStyleClass().remove(style);
    } else if (!node.getStyleClass().contains(style)) {
      node.getStyleClass().add(style);
    }
  }
}
