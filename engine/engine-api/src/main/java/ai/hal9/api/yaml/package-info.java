/** YAML files as values that know their lines, read so that one pass finds every mistake. */
@NullMarked
package ai.hal9.api.yaml;

import org.jspecify.annotations.NullMarked;
