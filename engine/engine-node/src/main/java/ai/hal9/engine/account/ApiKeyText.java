package ai.hal9.engine.account;

import ai.hal9.engine.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code hal9_k_}, then 256 random bits and the user's id in Base64. The id
 * leads to {@code user:{id}:api_keys}, where its SHA-256 is looked for.
 *
 * @param text as it goes over the wire
 * @param user whose it says it is
 */
record ApiKeyText(String text, UUID user) {

  private static final String PREFIX = "hal9_k_";
  private static final int SECRET_BYTES = 32;
  private static final int SHOWN = PREFIX.length() + 6;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{64}");

  static ApiKeyText random(UUID user, SecureRandom random) {
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    var bytes =
        ByteBuffer.allocate(SECRET_BYTES + 2 * Long.BYTES)
            .put(secret)
            .putLong(user.getMostSignificantBits())
            .putLong(user.getLeastSignificantBits())
            .array();
    return new ApiKeyText(PREFIX + Base64.getUrlEncoder().encodeToString(bytes), user);
  }

  static Optional<ApiKeyText> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
    bytes.position(SECRET_BYTES);
    return Optional.of(new ApiKeyText(text, new UUID(bytes.getLong(), bytes.getLong())));
  }

  /** What its user may see again. */
  String prefix() {
    return text.substring(0, SHOWN);
  }

  byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "API key of " + user;
  }
}
