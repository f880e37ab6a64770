package ai.hal9.engine.account;

import java.util.UUID;

/**
 * Who a request is from, by the token it shows.
 *
 * @param userId the user's id
 * @param user the same, as text
 * @param credential the session's or the API key's id
 * @param kind which of the two
 */
public record Caller(UUID userId, String user, UUID credential, Kind kind) {

  /** What was shown. */
  public enum Kind {
    SESSION,
    API_KEY
  }

  Caller(UUID userId, UUID credential, Kind kind) {
    this(userId, userId.toString(), credential, kind);
  }
}
