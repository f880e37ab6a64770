package ai.hal9.engine.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs, as its user sees it.
 *
 * @param id for revoking it
 * @param name what the user calls it
 * @param prefix how its text begins
 * @param createdAt when it was made
 * @param lastUsedAt within a minute; null: never used
 */
public record ApiKey(
    UUID id, String name, String prefix, Instant createdAt, @Nullable Instant lastUsedAt) {

  /**
   * A key just made.
   *
   * @param key the key
   * @param text what to send as a bearer token; told once, held nowhere
   */
  public record Made(ApiKey key, String text) {

    /** Without the text. */
    @Override
    public String toString() {
      return key.toString();
    }
  }
}
