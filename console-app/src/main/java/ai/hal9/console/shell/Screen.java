package ai.hal9.console.shell;

import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.View;
import java.util.function.Function;
import org.kordamp.ikonli.Ikon;

/**
 * A screen of a connected cluster.
 *
 * @param id stable; remembered as the screen last seen
 * @param title as in the navigation
 * @param about what it is for, in a sentence or two, for F1
 * @param build makes it, once for each cluster connected to
 */
record Screen(String id, String title, Ikon icon, String about, Function<Workplace, View> build) {}
