package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.SavedNowhere;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.Test;

class TimeKeysTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Sixty columns of a second, the last of which ends now. */
  private static final Axis AXIS = new Axis(NOON.minusSeconds(60), Duration.ofSeconds(1), 60);

  private final SharedTime time = new SharedTime();
  private final TimeKeys keys =
      new TimeKeys(
          new ChartContext(
              time,
              new SimpleObjectProperty<>(NOON),
              Optional::empty,
              FXCollections.observableSet(),
              new SavedNowhere()),
          () -> AXIS);

  TimeKeysTest() {
    time.span().set(Span.MINUTE);
  }

  @Test
  void arrows_beginAtTheNewestColumn_andMoveByOne() {
    take(ChartKey.EARLIER);
    assertThat(time.cursor().get()).isEqualTo(AXIS.middle(59));

    take(ChartKey.EARLIER);
    take(ChartKey.EARLIER);
    take(ChartKey.LATER);
    assertThat(time.cursor().get()).isEqualTo(AXIS.middle(58));
  }

  @Test
  void arrows_stopAtTheEnds() {
    take(ChartKey.LATER);
    take(ChartKey.LATER);
    assertThat(time.cursor().get()).isEqualTo(AXIS.middle(59));

    for (var i = 0; i < 100; i++) {
      take(ChartKey.EARLIER);
    }
    assertThat(time.cursor().get()).isEqualTo(AXIS.middle(0));
  }

  @Test
  void shiftedArrows_mark_andEnterZoomsIntoIt() {
    take(ChartKey.LATER);
    for (var i = 0; i < 10; i++) {
      take(ChartKey.MARK_EARLIER);
    }

    take(ChartKey.ZOOM);

    assertThat(time.zoomed().get()).isEqualTo(new Window(AXIS.middle(49), AXIS.middle(59)));
    assertThat(time.anchor().get()).isNull();
  }

  @Test
  void enter_withNothingMarked_isLeftToOthers() {
    take(ChartKey.LATER);

    assertThat(keys.take(ChartKey.ZOOM)).isFalse();
  }

  @Test
  void back_letsGoOfTheMark_beforeTheZoom() {
    take(ChartKey.CLOSER);
    take(ChartKey.MARK_EARLIER);
    take(ChartKey.MARK_EARLIER);

    assertThat(time.back()).isTrue();
    assertThat(time.anchor().get()).isNull();
    assertThat(time.zoomed().get()).isNotNull();

    assertThat(time.back()).isTrue();
    assertThat(time.zoomed().get()).isNull();
  }

  @Test
  void plus_zoomsAboutTheCrosshair_andMinusOutAgain() {
    time.cursor().set(NOON.minusSeconds(20));

    take(ChartKey.CLOSER);
    assertThat(time.zoomed().get())
        .isEqualTo(new Window(NOON.minusSeconds(40), NOON.minusSeconds(10)));
    take(ChartKey.CLOSER);
    assertThat(time.zoomed().get())
        .isEqualTo(new Window(NOON.minusSeconds(30), NOON.minusSeconds(15)));

    take(ChartKey.WIDER);
    assertThat(time.zoomed().get())
        .isEqualTo(new Window(NOON.minusSeconds(40), NOON.minusSeconds(10)));
    take(ChartKey.WIDER);
    assertThat(time.live()).isTrue();
  }

  @Test
  void minus_outOfAllZooms_changesNothing() {
    take(ChartKey.WIDER);

    assertThat(time.live()).isTrue();
  }

  @Test
  void focusLost_takesTheCrosshairAway_unlessTheMouseHasPutItThere() {
    time.cursor().set(NOON.minusSeconds(20));
    keys.leave();
    assertThat(time.cursor().get()).isNotNull();

    take(ChartKey.MARK_LATER);
    keys.leave();
    assertThat(time.cursor().get()).isNull();
    assertThat(time.anchor().get()).isNull();
  }

  private void take(ChartKey key) {
    assertThat(keys.take(key)).isTrue();
  }
}
