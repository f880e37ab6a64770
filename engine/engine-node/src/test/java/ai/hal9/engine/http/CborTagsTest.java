package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 8949: c0 to d7 are a tag, d8 to db one with its number in 1 to 8 bytes. */
class CborTagsTest {

  private static boolean tooMany(String bytes) {
    return CborTags.tooMany(bytes.getBytes(ISO_8859_1), bytes.length());
  }

  @Test
  void tagsUponOneValue_areCountedWhereverItIs() {
    assertThat(tooMany("\u00c1".repeat(16) + "\u0000")).isFalse();
    assertThat(tooMany("\u00c1".repeat(17) + "\u0000")).isTrue();
    assertThat(tooMany("\u00a1aa" + "\u00d8%".repeat(16) + "a")).isFalse();
    assertThat(tooMany("\u00a1aa" + "\u00d8%".repeat(17) + "a")).isTrue();
    assertThat(tooMany("\u00a1ab\u00bf\u00fbabcdefgh" + "\u00d9\u00d9\u00f7".repeat(17))).isTrue();
    assertThat(tooMany("\u007faaab\u00ff" + "\u00dbabcdefgh".repeat(17))).isTrue();
  }

  @Test
  void tagsUponManyValues_areNotAddedUp() {
    assertThat(tooMany("\u0098\u00c8" + "\u00c1\u0000".repeat(200))).isFalse();
  }

  @Test
  void whatIsInsideAString_isNoTag() {
    var inside = "\u00c1".repeat(200);
    assertThat(tooMany("X\u00c8" + inside)).isFalse();
    assertThat(tooMany("\u007fx\u00c8" + inside + "\u00ff")).isFalse();
    assertThat(tooMany("Z\u0000\u0000\u0000\u00c8" + inside + "\u00c1".repeat(17))).isTrue();
  }

  @Test
  void whatIsCutOff_isLeftForTheParser() {
    assertThat(tooMany("")).isFalse();
    assertThat(tooMany("\u00db\u0001")).isFalse();
    assertThat(tooMany("{\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")).isFalse();
    assertThat(tooMany("[\u0000\u0000\u0000\u0000\u007f\u00ff\u00ff\u00ff")).isFalse();
  }
}
