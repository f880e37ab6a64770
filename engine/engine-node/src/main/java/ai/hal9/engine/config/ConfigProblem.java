package ai.hal9.engine.config;

/**
 * One thing wrong with the configuration.
 *
 * @param where {@code line 12}, an environment variable, or empty when nothing was written
 * @param key the key, dotted
 * @param message what is wrong and what would be accepted
 */
public record ConfigProblem(String where, String key, String message) {

  @Override
  public String toString() {
    var place = where.isEmpty() ? "" : where + ": ";
    return place + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
