package ai.hal9.console.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.console.source.NodeState.Hearing;
import ai.hal9.sim.telemetry.NodeLink;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceptionTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Ticking clock = new Ticking();
  private final List<TelemetryEvent> noticed = new ArrayList<>();
  private final Reception reception = new Reception(new Noticing(), clock, clock::nanos);
  private final GeneratedNode one = new GeneratedNode("one", START, SECOND, 5, new Random(1));
  private final GeneratedNode two = new GeneratedNode("two", START, SECOND, 5, new Random(2));

  @Test
  void nothingHeardYet_isConnecting() {
    var state = reception.state(List.of(link("one", NodeLink.State.OPENING, "")), "");

    assertThat(state.connection()).isEqualTo(Connection.CONNECTING);
    assertThat(state.age(START)).isEmpty();
    assertThat(state.nodes()).singleElement().returns(Hearing.CONNECTING, NodeState::state);
  }

  @Test
  void allHeard_isLive_withTheAgeOfTheNewest() {
    speak(one);
    clock.pass(Duration.ofMillis(400));
    speak(two);
    clock.pass(Duration.ofMillis(100));

    var state = open();

    assertThat(state.connection()).isEqualTo(Connection.LIVE);
    assertThat(state.cluster()).isEqualTo("generated");
    assertThat(state.reason()).isEmpty();
    assertThat(state.age(clock.instant())).contains(Duration.ofMillis(100));
    assertThat(state.received()).isEqualTo(2);
  }

  @Test
  void oneSilent_isPartial_andSaysWhichAndWhy() {
    speak(one);
    speak(two);
    clock.pass(Duration.ofSeconds(4));
    speak(one);

    var state =
        reception.state(
            List.of(
                link("one", NodeLink.State.OPEN, ""),
                link("two", NodeLink.State.BROKEN, "Connection refused")),
            "");

    assertThat(state.connection()).isEqualTo(Connection.PARTIAL);
    assertThat(state.reason()).isEqualTo("two: Connection refused");
    assertThat(state.heard()).isOne();
  }

  @Test
  void brokenConnection_isSilentAtOnce_howeverFreshTheLastSign() {
    speak(one);

    var state =
        reception.state(
            List.of(link("one", NodeLink.State.BROKEN, "it closed the connection")), "");

    assertThat(state.connection()).isEqualTo(Connection.LOST);
    assertThat(state.reason()).isEqualTo("one: it closed the connection");
    assertThat(state.age(clock.instant())).contains(Duration.ZERO);
  }

  @Test
  void connectedAndSilent_isToldApartFromBroken() {
    speak(one);
    speak(two);
    clock.pass(Duration.ofSeconds(4));

    var state = open();

    assertThat(state.connection()).isEqualTo(Connection.LOST);
    assertThat(state.nodes()).extracting(NodeState::state).containsOnly(Hearing.SILENT);
    assertThat(state.reason()).contains("connected and says nothing");
  }

  @Test
  void noLongerAMember_isGoneForAWhile_andDoesNotMakeTheRestPartial() {
    speak(one);
    speak(two);
    var links = List.of(link("one", NodeLink.State.OPEN, ""));

    var state = reception.state(links, "");
    assertThat(state.nodes())
        .extracting(NodeState::state)
        .containsExactly(Hearing.HEARD, Hearing.GONE);
    assertThat(state.connection()).isEqualTo(Connection.LIVE);

    clock.pass(Duration.ofMinutes(6));
    assertThat(reception.state(links, "").nodes()).hasSize(1);
  }

  @Test
  void watch_nodeFallsSilentAndIsBack_isNoticedOnceEach() {
    var links = List.of(link("one", NodeLink.State.OPEN, ""));
    speak(one);
    reception.watch(links);
    clock.pass(Duration.ofSeconds(5));
    reception.watch(links);
    reception.watch(links);
    speak(one);
    reception.watch(links);

    assertThat(noticed)
        .extracting(TelemetryEvent::kind, TelemetryEvent::time)
        .containsExactly(
            tuple(EventKind.NODE_DOWN, START), tuple(EventKind.NODE_UP, START.plusSeconds(5)));
  }

  @Test
  void silent_isNoticed_thoughTheClockWasSetBack() {
    speak(one);
    speak(two);
    clock.set(Duration.ofHours(-1));
    clock.pass(Duration.ofSeconds(4));
    speak(one);

    assertThat(open().nodes())
        .extracting(NodeState::state)
        .containsExactly(Hearing.HEARD, Hearing.SILENT);
    assertThat(open().age(clock.instant())).contains(Duration.ZERO);
  }

  @Test
  void heard_isNotSilent_becauseTheClockWasSetForward() {
    speak(one);
    speak(two);
    clock.set(Duration.ofHours(1));

    assertThat(open().connection()).isEqualTo(Connection.LIVE);
  }

  @Test
  void dropsToldByTheNode_areCounted() {
    reception.heard("one", new TelemetryFrame(3, one.next()));
    reception.heard("one", new TelemetryFrame(2, one.next()));

    assertThat(open().lost()).isEqualTo(5);
  }

  private FeedState open() {
    return reception.state(
        List.of(link("one", NodeLink.State.OPEN, ""), link("two", NodeLink.State.OPEN, "")), "");
  }

  private void speak(GeneratedNode node) {
    reception.heard(node.name(), new TelemetryFrame(0, node.next()));
  }

  private static NodeLink link(String name, NodeLink.State state, String reason) {
    return new NodeLink(name, URI.create("http://127.0.0.1:1"), state, reason);
  }

  private final class Noticing implements TelemetryListener {

    @Override
    public void heard(String carrier, TelemetryFrame frame) {
      assertThat(carrier).isNotEmpty();
    }

    @Override
    public void noticed(TelemetryEvent event) {
      noticed.add(event);
    }
  }

  private static final class Ticking extends Clock {

    private Instant now = START;
    private long nanos;

    void pass(Duration time) {
      now = now.plus(time);
      nanos += time.toNanos();
    }

    /** Somebody corrects it. */
    void set(Duration by) {
      now = now.plus(by);
    }

    long nanos() {
      return nanos;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
