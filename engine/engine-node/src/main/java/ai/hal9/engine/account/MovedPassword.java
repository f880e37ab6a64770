package ai.hal9.engine.account;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** What becomes of a password's hash that comes from elsewhere. */
public final class MovedPassword {

  private MovedPassword() {}

  /**
   * The hash to store: the given one where it is as this product makes them, else one that no
   * password has, so that the user cannot log in before the password is set anew. A hash of another
   * kind, or one that costs more to check, is not taken.
   */
  public static String hash(@Nullable String given, SecureRandom random) {
    return given != null && ours(given) ? given : Argon2Hash.nobodys(random).text();
  }

  private static boolean ours(String given) {
    try {
      return !Argon2Hash.parse(given).outdated();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
