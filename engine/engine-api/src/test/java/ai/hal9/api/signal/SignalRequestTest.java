package ai.hal9.api.signal;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalRequestTest {

  @ParameterizedTest
  @ValueSource(strings = {" ", "a\0b", "a\uD834", "\uD834b", "\uDD1Eb", "\uD834\uD834\uDD1E"})
  void content_thatCannotBeStored_isRefused(String content) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignalRequest(content, null, null, null));
  }

  @Test
  void content_withSurrogatePairs_isTaken() {
    assertThatNoException()
        .isThrownBy(() -> new SignalRequest("clef \uD834\uDD1E\uD834\uDD1E", null, null, "ä"));
  }
}
