package ai.hal9.api.yaml;

/**
 * One thing wrong with a YAML file.
 *
 * @param line counted from 1
 * @param key the key's path, such as {@code stages[1].duration}; empty for the file itself
 * @param message what is wrong and what is allowed
 */
public record YamlError(int line, String key, String message) {

  /** As a command prints it. */
  public String text() {
    return "line " + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
