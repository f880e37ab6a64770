package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.http.JsonBody.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  @Test
  void body_ofOneObject_isRead() {
    assertThat(
            read("{\"a\":\"gr\u00fc\u00df dich \ud83d\ude00\",\"b\":{\"a\":[1]}}".getBytes(UTF_8)))
        .isInstanceOf(Read.Tree.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"b\":{\"a\":1,\"a\":2}}",
        "{\"a\":[\"\\ud83d\"]}",
        "{\"\\ude00\":1}",
        "{\"a\\u0000\":1}",
        "{} {}",
        "[]",
        "",
        "{\"a\":\"\u00ff\"}",
        "{\"a\":\"\u00c1\u0081\"}",
        "{\"a\":\"\u00ed\u00a0\u00bd\"}",
      })
  void body_thatReadersWouldNotAgreeOn_orCannotBeStored_isRefused(String bytes) {
    assertThat(read(bytes.getBytes(ISO_8859_1))).isInstanceOf(Read.Wrong.class);
  }

  @Test
  void bytes_thatAreUtf8_areToldFromOthers() {
    assertThat(isUtf8("plain".getBytes(UTF_8))).isTrue();
    assertThat(isUtf8("gr\u00fc\u00df dich \ud83d\ude00".getBytes(UTF_8))).isTrue();
    assertThat(isUtf8("plain".getBytes(UTF_16))).isFalse();
    assertThat(isUtf8("gr\u00fc\u00df".getBytes(ISO_8859_1))).isFalse();
    assertThat(isUtf8(new byte[] {'a', 0})).isFalse();
  }

  @Test
  void action_withASideBeyondAnyInt_isRefused() {
    var body = "{\"side\":99999999999999999999,\"player_id\":\"" + FakeNode.ID + "\"}";
    var bytes = body.getBytes(UTF_8);
    assertThat(GameBody.read(bytes, bytes.length, GameBody::action))
        .isInstanceOf(GameBody.Read.Wrong.class);
  }

  private static Read read(byte[] bytes) {
    return JsonBody.read(bytes, bytes.length);
  }

  private static boolean isUtf8(byte[] bytes) {
    return JsonBody.isUtf8(bytes, bytes.length);
  }
}
