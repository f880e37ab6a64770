package ai.hal9.console.shell;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Theme;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The top of the start screen: what the window does with and without a cluster. */
final class StartBar {

  private final Consumer<String> act;
  private final HBox root;

  /**
   * @param act does one of the window's {@link Action actions}, by its id
   */
  StartBar(Theme theme, Consumer<String> act) {
    this.act = act;
    root =
        new HBox(
            Parts.label("HAL9", "cluster-name"),
            Parts.filler(),
            button("about", "What is this screen? (F1)", Material2OutlinedAL.HELP),
            button("keys", "All keys (?)", Material2OutlinedAL.KEYBOARD),
            button("palette", "All actions (Ctrl+K)", Material2OutlinedMZ.SEARCH),
            TopBar.themes(theme));
    root.setId("start-bar");
    root.getStyleClass().add("top-bar");
    root.setAlignment(Pos.CENTER_LEFT);
  }

  Node node() {
    return root;
  }

  private Button button(String action, String words, Ikon icon) {
    return Parts.iconButton("open-" + action, words, icon, () -> act.accept(action));
  }
}
