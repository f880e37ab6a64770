package ai.hal9.engine.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** A secret that does not show itself when it is printed; compared in constant time. */
public final class Secret {

  private final String value;

  /** Keeps it. */
  public Secret(String value) {
    this.value = value;
  }

  /** The secret, for the one place that must send it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(value.getBytes(UTF_8), secret.value.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
