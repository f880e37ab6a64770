package ai.hal9.engine.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.fuzz.Damaged;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes are a state, which is stored on one line and read back, or are none. */
class StateTextFuzzTest {

  @Property
  void state_anyBytes_isKeptAsItIsOrRefused(@ForAll("states") byte[] bytes) {
    // as they come: at the beginning of a larger buffer
    var state = StateText.of(Arrays.copyOf(bytes, bytes.length + 100), bytes.length);

    if (state.isPresent()) {
      var text = state.get();
      assertThat(text).startsWith("{").endsWith("}").doesNotContain("\n", "\r");
      assertThat(StateText.storable(text)).isTrue();
      var again = text.getBytes(UTF_8);
      assertThat(StateText.of(again, again.length)).contains(text);
    }
  }

  @Provide
  Arbitrary<byte[]> states() {
    return Damaged.of(
        List.of(
            "{\"mood\":\"calm\",\"seen\":12,\"weights\":[0.5,-1e-3,true,null],\"deep\":{\"a\":{}}}"
                .getBytes(UTF_8),
            "{\"gr\u00fc\u00df\":\"\ud83d\ude00\",\n\"a\\u0041\":1.0E+2}".getBytes(UTF_8)),
        Damaged.json("1e401", "1e-401", "\\u0000", "\\ud800", "1e99999999999", "[".repeat(600)));
  }
}
