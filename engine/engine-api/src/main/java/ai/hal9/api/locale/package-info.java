/** How figures are written, whatever language the machine speaks. */
@NullMarked
package ai.hal9.api.locale;

import org.jspecify.annotations.NullMarked;
