package ai.hal9.engine.neuron;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {

  @Test
  void reply_withoutForwarding_isTheAnswer() {
    assertThat(Reply.parse("just\ntext", "in")).isEqualTo(new Reply(List.of(), "just\ntext"));
    assertThat(Reply.parse("CONTENT: text", "in")).isEqualTo(new Reply(List.of(), "text"));
  }

  @Test
  void reply_forwarding_hasTargetsInOrderAndContentOfSeveralLines() {
    assertThat(Reply.parse("FORWARD_TO: a, b,a ,\nCONTENT: one\ntwo", "in"))
        .isEqualTo(new Reply(List.of("a", "b"), "one\ntwo"));
  }

  @Test
  void reply_forwardingWithoutContent_passesOnWhatCameIn() {
    assertThat(Reply.parse("FORWARD_TO: a", "in")).isEqualTo(new Reply(List.of("a"), "in"));
  }
}
