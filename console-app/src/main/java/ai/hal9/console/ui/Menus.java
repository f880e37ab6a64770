package ai.hal9.console.ui;

import javafx.scene.control.MenuItem;

/** Entries of menus. */
public final class Menus {

  private Menus() {}

  /** An entry without a shortcut. */
  public static MenuItem item(String id, String words, Runnable run) {
    var item = new MenuItem(words);
    item.setId(id);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> run.run());
    return item;
  }

  /**
   * An entry that does an action and shows its keys. They are words alone: as an accelerator they
   * would be the whole window's, though each of many charts has the same.
   *
   * @param id the entry's own
   * @param words what the menu calls it
   */
  public static MenuItem item(String id, String words, Action action) {
    return item(id, action.keys().isEmpty() ? words : words + "   " + action.keys(), action.run());
  }
}
