package ai.hal9.console.load;

import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioLibrary;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the text in the editor is from. Drafts are kept by it: scenarios of one name, from several
 * places, are several.
 *
 * @param name of the scenario; of a file its absolute path
 */
record Origin(Kind kind, String name) {

  enum Kind {
    /** Comes with the product. */
    BUNDLED,
    /** The user's own, in the library. */
    OWN,
    /** A file anywhere. */
    FILE
  }

  static Origin of(ScenarioLibrary.Entry entry) {
    return new Origin(entry.own() ? Kind.OWN : Kind.BUNDLED, entry.name());
  }

  static Origin of(Path file) {
    return new Origin(Kind.FILE, file.toAbsolutePath().normalize().toString());
  }

  /** Reads a {@link #key}; a name alone is that of a bundled scenario, if there is one. */
  static Origin read(String key) {
    for (var kind : Kind.values()) {
      if (key.startsWith(prefix(kind))) {
        return new Origin(kind, key.substring(prefix(kind).length()));
      }
    }
    return new Origin(ScenarioFiles.bundledNames().contains(key) ? Kind.BUNDLED : Kind.OWN, key);
  }

  /** This in one text: {@code bundled:NAME}, {@code own:NAME} or {@code file:PATH}. */
  String key() {
    return prefix(kind) + name;
  }

  /** What the scenario is called. */
  String title() {
    return kind == Kind.FILE
        ? String.valueOf(Path.of(name).getFileName()).replaceFirst("\\.ya?ml$", "")
        : name;
  }

  private static String prefix(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT) + ":";
  }
}
