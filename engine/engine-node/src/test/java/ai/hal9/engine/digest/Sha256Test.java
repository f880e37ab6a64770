package ai.hal9.engine.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {

  /** FIPS 180-4's own example. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void text_hasTheStandardsDigest() {
    assertThat(Sha256.hex("abc")).isEqualTo(ABC);
  }

  @Test
  void name_isItselfUntilItIsTooLong() {
    assertThat(Sha256.shortened("abc", 3)).isEqualTo("abc");
    assertThat(Sha256.shortened("abc", 2)).isEqualTo("sha256:" + ABC);
  }
}
