package ai.hal9.engine.session;

import ai.hal9.engine.digest.Sha256;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a user shows instead of a password: {@code hal9_s_} and 256 random bits. The node knows it
 * by its SHA-256 alone; a fast hash is enough for what cannot be guessed.
 *
 * @param text as it goes over the wire
 */
public record SessionToken(String text) {

  private static final String PREFIX = "hal9_s_";
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** A new one. */
  static SessionToken random(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new SessionToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The token in a text, or nothing when it has not the form of one. */
  public static Optional<SessionToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new SessionToken(text)) : Optional.empty();
  }

  byte[] hash() {
    return Sha256.of(text);
  }

  /** The session's id: the hash's first 128 bits in the form of a UUID (RFC 9562, version 8). */
  UUID sessionId() {
    var bytes = ByteBuffer.wrap(hash());
    var high = (bytes.getLong() & ~0xF000L) | VERSION_8;
    var low = (bytes.getLong() & ~0xC000_0000_0000_0000L) | VARIANT;
    return new UUID(high, low);
  }

  /** Never the text: a token in a log is a key under the mat. */
  @Override
  public String toString() {
    return "session token";
  }
}
