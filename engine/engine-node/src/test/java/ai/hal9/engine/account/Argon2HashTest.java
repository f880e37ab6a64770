package ai.hal9.engine.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2HashTest {

  /** From the reference implementation's tests (phc-winner-argon2, src/test.c). */
  private static final String VECTOR =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

  @Test
  void referenceHash_isMatchedByItsPasswordAlone() {
    var hash = Argon2Hash.parse(VECTOR);
    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("Password")).isFalse();
    assertThat(hash.outdated()).isTrue();
    assertThat(hash.text()).isEqualTo(VECTOR);
  }

  @Test
  void freshHash_hasOwaspsSettings_andIsMatchedAfterStoring() {
    var hash = Argon2Hash.of("pässword", new byte[Argon2Hash.SALT_BYTES]);
    assertThat(hash.text()).startsWith("$argon2id$v=19$m=7168,t=5,p=1$");
    assertThat(hash.toString()).doesNotContain(hash.text());
    var stored = Argon2Hash.parse(hash.text());
    assertThat(stored.outdated()).isFalse();
    assertThat(stored.matches("pa\u0308ssword")).as("the same text, composed otherwise").isTrue();
    assertThat(stored.matches("passwort")).isFalse();
  }

  @Test
  void otherText_isNoHash() {
    assertThatThrownBy(() -> Argon2Hash.parse("$2a$10$abc"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
