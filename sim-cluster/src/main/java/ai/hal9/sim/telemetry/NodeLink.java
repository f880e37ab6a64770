package ai.hal9.sim.telemetry;

import java.net.URI;

/**
 * The connection to one member.
 *
 * @param name the member's
 * @param url where it serves HTTP
 * @param state how the connection stands
 * @param reason why it broke, for a person; empty unless {@link State#BROKEN}
 */
public record NodeLink(String name, URI url, State state, String reason) {

  /** How a connection stands. */
  public enum State {
    /** It is being opened for the first time. */
    OPENING,
    /** Messages can arrive. */
    OPEN,
    /** It could not be opened or ended; it is tried again. */
    BROKEN
  }
}
