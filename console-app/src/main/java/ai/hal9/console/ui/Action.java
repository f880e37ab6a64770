package ai.hal9.console.ui;

import org.kordamp.ikonli.Ikon;

/**
 * Something the user can have done, from wherever: a button, a key, the command palette.
 *
 * @param id stable
 * @param words a verb with its reach
 * @param keys its shortcut as written on screen: {@code Ctrl+Z}, several with {@code or} between
 *     them; empty without one
 * @param local whether the shortcut is its part's own, which takes it while it has the focus; else
 *     it works from wherever the focus is
 */
public record Action(String id, String words, Ikon icon, String keys, boolean local, Runnable run) {

  /** One whose shortcut, if any, works from wherever the focus is. */
  public Action(String id, String words, Ikon icon, String keys, Runnable run) {
    this(id, words, icon, keys, false, run);
  }

  /** One whose shortcut its part takes itself, while that has the focus. */
  public static Action local(String id, String words, Ikon icon, String keys, Runnable run) {
    return new Action(id, words, icon, keys, true, run);
  }
}
