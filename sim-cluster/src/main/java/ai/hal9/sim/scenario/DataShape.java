package ai.hal9.sim.scenario;

/**
 * What the requests' contents look like; it sets the cache hit rate that can be reached.
 *
 * @param distinctContents how many different contents there are; 1 to 10,000,000; default 10,000
 * @param zipfExponent how unequal their shares are: content k is asked for in proportion to {@code
 *     1/k^s}; 0 makes all equally likely; 0 to 10; default 1
 * @param payloadBytes length of a content; 48 to 900,000; default 256
 * @param users how many different users ask; 1 to 10,000,000; default 1,000
 */
public record DataShape(int distinctContents, double zipfExponent, int payloadBytes, int users) {

  /** The shape of a scenario that states none. */
  public static final DataShape DEFAULT = new DataShape(10_000, 1.0, 256, 1_000);

  public DataShape {
    if (distinctContents < 1 || users < 1 || payloadBytes < 1 || !(zipfExponent >= 0)) {
      throw new IllegalArgumentException("a data shape's value is out of range");
    }
  }
}
