package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.series.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedTimeTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final SharedTime time = new SharedTime();

  @Test
  void visible_whileLive_endsNow() {
    time.span().set(Span.MINUTE);

    assertThat(time.visible(NOON, Optional.empty()))
        .isEqualTo(new Window(NOON.minusSeconds(60), NOON));
  }

  @Test
  void visible_whilePaused_staysWhereItWas() {
    time.togglePause(NOON);

    assertThat(time.live()).isFalse();
    assertThat(time.visible(NOON.plusSeconds(30), Optional.empty()).to()).isEqualTo(NOON);
  }

  @Test
  void visible_ofAll_beginsWithWhatWasHeardFirst() {
    time.span().set(Span.ALL);
    var heard = new Window(NOON.minus(Duration.ofHours(3)), NOON);

    assertThat(time.visible(NOON, Optional.of(heard))).isEqualTo(heard);
    assertThat(time.visible(NOON, Optional.empty()).length()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void back_goesOutOfEachZoomInTurn() {
    var outer = new Window(NOON.minusSeconds(100), NOON);
    var inner = new Window(NOON.minusSeconds(60), NOON.minusSeconds(30));
    time.zoomInto(outer);
    time.zoomInto(inner);

    assertThat(time.visible(NOON, Optional.empty())).isEqualTo(inner);
    assertThat(time.back()).isTrue();
    assertThat(time.visible(NOON, Optional.empty())).isEqualTo(outer);
    assertThat(time.back()).isTrue();
    assertThat(time.live()).isTrue();
    assertThat(time.back()).isFalse();
  }

  @Test
  void zoomInto_aSlipOfTheMouse_isIgnored() {
    time.zoomInto(new Window(NOON, NOON.plusMillis(300)));

    assertThat(time.live()).isTrue();
  }

  @Test
  void togglePause_whileZoomed_followsThePresentAgain() {
    time.zoomInto(new Window(NOON.minusSeconds(100), NOON));

    time.togglePause(NOON);

    assertThat(time.live()).isTrue();
  }

  @Test
  void span_chosenWhileZoomed_endsTheZoom() {
    time.zoomInto(new Window(NOON.minusSeconds(100), NOON));

    time.span().set(Span.HOUR);

    assertThat(time.zoomed().get()).isNull();
  }

  @Test
  void lookAt_onceAndAgain_isInTheMiddle_andOneStepBack() {
    time.span().set(Span.MINUTES_5);
    var shown = time.visible(NOON, Optional.empty());

    time.lookAt(NOON.minusSeconds(3_600), shown);
    time.lookAt(NOON.minusSeconds(600), time.visible(NOON, Optional.empty()));

    assertThat(time.visible(NOON, Optional.empty()))
        .isEqualTo(new Window(NOON.minusSeconds(630), NOON.minusSeconds(570)));
    assertThat(time.marked().get()).isEqualTo(NOON.minusSeconds(600));
    assertThat(time.back()).isTrue();
    assertThat(time.live()).isTrue();
  }

  @Test
  void lookAt_outOfAZoom_backLeadsToThatZoom_andTakesTheMarkAway() {
    var zoomed = new Window(NOON.minusSeconds(100), NOON);
    time.zoomInto(zoomed);

    time.lookAt(NOON.minusSeconds(3_600), zoomed);
    time.lookAt(NOON.minusSeconds(600), zoomed);
    assertThat(time.back()).isTrue();

    assertThat(time.zoomed().get()).isEqualTo(zoomed);
    assertThat(time.marked().get()).isNull();
    assertThat(time.back()).isTrue();
    assertThat(time.live()).isTrue();
  }

  @Test
  void back_outOfAZoomAboutAnEvent_leavesItMarked() {
    time.lookAt(NOON.minusSeconds(600), new Window(NOON.minusSeconds(60), NOON));
    var looked = time.zoomed().get();
    time.zoomInto(new Window(NOON.minusSeconds(605), NOON.minusSeconds(595)));

    assertThat(time.back()).isTrue();

    assertThat(time.zoomed().get()).isEqualTo(looked);
    assertThat(time.marked().get()).isEqualTo(NOON.minusSeconds(600));
  }

  @Test
  void follow_fromAnEvent_takesTheMarkAway() {
    time.lookAt(NOON.minusSeconds(600), new Window(NOON.minusSeconds(60), NOON));

    time.follow();

    assertThat(time.marked().get()).isNull();
  }
}
