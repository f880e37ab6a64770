package ai.hal9.sim.load;

/**
 * One of the users that a run's requests are sent as.
 *
 * @param id what {@code ${user}} stands for in this user's requests
 * @param token goes with them as a bearer token; a secret
 */
public record LoadUser(String id, String token) {

  /** Without the token, so that it can be in no log. */
  @Override
  public String toString() {
    return "user " + id;
  }
}
