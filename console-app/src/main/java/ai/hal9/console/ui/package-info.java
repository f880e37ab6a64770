/**
 * What every screen is made of: the life cycle of views, the gate to the UI thread, the theme,
 * numbers as they are written.
 */
@NullMarked
package ai.hal9.console.ui;

import org.jspecify.annotations.NullMarked;
