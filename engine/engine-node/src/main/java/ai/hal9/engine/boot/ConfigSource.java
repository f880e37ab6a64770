package ai.hal9.engine.boot;

import ai.hal9.engine.config.ConfigFile;
import ai.hal9.engine.config.ConfigReading;
import java.nio.file.Path;
import java.util.Map;

/** Where the configuration comes from, and what it said when it was last read. */
final class ConfigSource {

  private final Path file;
  private final Map<String, String> environment;
  private volatile String text = "";

  /**
   * Not read yet.
   *
   * @param file the file
   * @param environment what goes before it
   */
  ConfigSource(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  Path file() {
    return file;
  }

  /** The text that the last reading was of; empty before the first. */
  String text() {
    return text;
  }

  ConfigReading read() {
    return ConfigFile.read(file, environment, found -> text = found);
  }
}
