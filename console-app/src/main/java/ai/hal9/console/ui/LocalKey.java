package ai.hal9.console.ui;

/**
 * A key that parts of a screen take while they have the focus.
 *
 * @param keys as written on screen: {@code Shift+Left}, several with {@code or} between them
 * @param words what it does, and to what
 */
public record LocalKey(String keys, String words) {}
