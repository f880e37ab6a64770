/** Every metric of the product, declared once. */
@NullMarked
package ai.hal9.api.metric;

import org.jspecify.annotations.NullMarked;
