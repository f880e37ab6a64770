package ai.hal9.console.ui;

import org.kordamp.ikonli.Ikon;

/**
 * Something the user can have done, from wherever: a button, a key, the command palette.
 *
 * @param id stable
 * @param words a verb with its reach
 * @param keys its shortcut as written on screen: {@code Ctrl+Z}, several with {@code or} between
 *     them; empty without one
 */
public record Action(String id, String words, Ikon icon, String keys, Runnable run) {}
