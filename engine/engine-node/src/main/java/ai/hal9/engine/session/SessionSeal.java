package ai.hal9.engine.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals with AES-256-GCM (NIST SP 800-38D): confidential, and refused when a bit was changed or
 * when it is found under another name than it was sealed for. An envelope is, in Base64: version 1
 * (1 byte), key number (4), nonce (12, random; good for 2^32 seals a key), ciphertext, tag (16).
 */
final class SessionSeal {

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD_BYTES = 1 + Integer.BYTES + NONCE_BYTES;

  private final SessionKeys keys;
  private final SecureRandom random;

  /**
   * What was in an envelope.
   *
   * @param content the plain bytes, from the start
   * @param current whether it was sealed with the key that seals today
   */
  record Opened(ByteBuffer content, boolean current) {}

  SessionSeal(SessionKeys keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /** Seals for a name. */
  String seal(ByteBuffer content, String name) {
    var sealing = keys.sealing();
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    var envelope = ByteBuffer.allocate(HEAD_BYTES + content.remaining() + TAG_BITS / Byte.SIZE);
    envelope.put(VERSION).putInt(sealing.id()).put(nonce);
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, sealing.secret(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(name.getBytes(UTF_8));
      cipher.doFinal(content.duplicate(), envelope);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
    return Base64.getEncoder().encodeToString(envelope.array());
  }

  /** Opens what was sealed for the name; nothing when it was not, or the key is not known. */
  Optional<Opened> open(String sealed, String name) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(sealed);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length < HEAD_BYTES + TAG_BITS / Byte.SIZE || bytes[0] != VERSION) {
      return Optional.empty();
    }
    var number = ByteBuffer.wrap(bytes).getInt(1);
    var key = keys.opening(number);
    if (key == null) {
      return Optional.empty();
    }
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new GCMParameterSpec(TAG_BITS, bytes, 1 + Integer.BYTES, NONCE_BYTES));
      cipher.updateAAD(name.getBytes(UTF_8));
      var content = cipher.doFinal(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
      return Optional.of(new Opened(ByteBuffer.wrap(content), number == keys.sealing().id()));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }
}
