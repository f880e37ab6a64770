package ai.hal9.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.fault.Audit.Row;
import ai.hal9.sim.fault.Entry.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuditTest {

  @Test
  void acknowledged_storedOnceUnderItsIdWithItsContent_isKept() {
    var audit =
        Audit.of(
            List.of(acknowledged("1", "a"), acknowledged("2", "b")),
            List.of(new Row("1", "a"), new Row("2", "b")));
    assertThat(audit).isEqualTo(new Audit(2, 0, 0, 0, List.of()));
    assertThat(audit.kept()).isTrue();
  }

  @Test
  void acknowledged_notStored_isLost() {
    var audit =
        Audit.of(
            List.of(acknowledged("1", "a"), acknowledged("2", "b"), acknowledged("3", "c")),
            List.of(new Row("2", "b")));
    assertThat(audit.lost()).isEqualTo(2);
    assertThat(audit.kept()).isFalse();
    assertThat(audit.examples()).hasSize(2).first().asString().startsWith("lost: ").contains("a");
  }

  @Test
  void acknowledged_storedUnderAnotherIdOrWithAnotherContent_isLost() {
    var audit =
        Audit.of(
            List.of(acknowledged("1", "a"), acknowledged("2", "b")),
            List.of(new Row("9", "a"), new Row("2", "x")));
    assertThat(audit.lost()).isEqualTo(2);
  }

  @Test
  void rows_moreThanWereSent_areDoubled_whoeverWasTold() {
    var audit =
        Audit.of(
            List.of(acknowledged("1", "a"), refused("b")),
            List.of(
                new Row("1", "a"),
                new Row("8", "a"),
                new Row("9", "a"),
                new Row("5", "b"),
                new Row("6", "b")));
    assertThat(audit.doubled()).isEqualTo(3);
    assertThat(audit.lost()).isZero();
    assertThat(audit.kept()).isFalse();
    assertThat(audit.examples())
        .containsExactlyInAnyOrder("stored 3 times: a", "stored 2 times: b");
  }

  @Test
  void sameIdTwice_isDoubled() {
    var audit =
        Audit.of(List.of(acknowledged("1", "a")), List.of(new Row("1", "a"), new Row("1", "a")));
    assertThat(audit.doubled()).isEqualTo(1);
  }

  @Test
  void contentSentTwice_storedTwice_isNotDoubled() {
    var audit =
        Audit.of(
            List.of(acknowledged("1", "a"), acknowledged("2", "a")),
            List.of(new Row("1", "a"), new Row("2", "a")));
    assertThat(audit).isEqualTo(new Audit(2, 0, 0, 0, List.of()));
  }

  @Test
  void refused_storedOrNot_breaksNothing() {
    var audit = Audit.of(List.of(refused("a"), refused("b")), List.of(new Row("1", "a")));
    assertThat(audit).isEqualTo(new Audit(0, 0, 0, 1, List.of()));
    assertThat(audit.kept()).isTrue();
  }

  private static Entry acknowledged(String id, String content) {
    return new Entry(content, 0, 0, new Answer.Acknowledged(id));
  }

  private static Entry refused(String content) {
    return new Entry(content, 0, 0, new Answer.Refused("503 overloaded"));
  }
}
