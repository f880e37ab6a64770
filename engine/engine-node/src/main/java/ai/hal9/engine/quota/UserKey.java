package ai.hal9.engine.quota;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Under what a user is counted: short, however long the name. */
final class UserKey {

  private static final int LONGEST = 64;

  private UserKey() {}

  static String of(String user) {
    return user.length() <= LONGEST ? user : "sha256:" + sha256(user);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
