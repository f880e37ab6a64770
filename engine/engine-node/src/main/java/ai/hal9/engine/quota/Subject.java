package ai.hal9.engine.quota;

import ai.hal9.engine.digest.Sha256;
import org.jspecify.annotations.Nullable;

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

  // by hand: each request looks its subject up, and the compiler does not see through the equals
  // that records are given
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subject(var othersAmong, var othersName)
        && name.equals(othersName)
        && among.equals(othersAmong);
  }

  @Override
  public int hashCode() {
    return 31 * among.hashCode() + name.hashCode();
  }

  /** By which the cluster knows it. */
  String text() {
    return among + name;
  }
}
