package ai.hal9.engine.quota;

import ai.hal9.engine.digest.Sha256;

/**
 * Whose requests are counted together. Two parts, since the first is the same for many requests:
 * whoever looks a subject up need not write both into one text.
 *
 * @param among what kind of name it is, or who says it
 * @param name of any length; of a long one its digest stands here
 */
public record Subject(String among, String name) {

  private static final int LONGEST_NAME = 64;

  public Subject {
    name = Sha256.shortened(name, LONGEST_NAME);
  }

  /** A user who is known. */
  public static Subject user(String name) {
    return new Subject("user:", name);
  }

  /** By which the cluster knows it. */
  String text() {
    return among + name;
  }
}
