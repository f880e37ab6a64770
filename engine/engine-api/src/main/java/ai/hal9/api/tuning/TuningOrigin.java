package ai.hal9.api.tuning;

/**
 * Where a change came from, as the node itself knows it; {@code who} is what was said.
 *
 * @param node the node that was asked, or that acted by itself; empty when it is not known
 * @param authority by what right
 */
public record TuningOrigin(String node, Authority authority) {

  /** Of a change noted by a version that did not tell. */
  public static final TuningOrigin UNKNOWN = new TuningOrigin("", Authority.UNKNOWN);

  /** By what right something is changed. */
  public enum Authority {
    /** The cluster's token was shown. */
    TOKEN,
    /** The node asks for no token. */
    OPEN,
    /** Nobody asked: the node's configuration file, or a revert that was due. */
    NODE,
    /** Nobody remembers. */
    UNKNOWN
  }
}
