package ai.hal9.engine.session;

import java.time.Instant;
import java.util.UUID;

/**
 * One login of one user.
 *
 * @param id follows from the token and does not lead back to it
 * @param userId whose it is
 * @param region where it is kept
 * @param createdAt when the password was given
 */
public record Session(UUID id, UUID userId, String region, Instant createdAt) {

  /**
   * A session as its user gets it.
   *
   * @param session the session
   * @param token what proves it; told once, held nowhere
   */
  public record Opened(Session session, SessionToken token) {}
}
