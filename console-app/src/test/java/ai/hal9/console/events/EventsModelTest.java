package ai.hal9.console.events;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.ui.Breaking;
import ai.hal9.console.ui.SavedNowhere;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsModelTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final SharedTime time = new SharedTime();
  private final HistoryStore history = HistoryStore.empty(Clock.systemUTC());
  private final Breaking background = new Breaking();
  private final EventsModel model =
      new EventsModel(
          history,
          new ChartContext(
              time,
              new SimpleObjectProperty<>(NOON),
              history::span,
              FXCollections.observableSet(),
              new SavedNowhere()),
          background);

  @BeforeEach
  void somethingHappens() {
    happens(EventKind.NODE_DOWN, 300, "node-2 is not heard any more", Map.of("node", "node-2"));
    happens(EventKind.TUNING, 200, "batch_size 10 → 50", Map.of("by", "ada"));
    happens(EventKind.NODE_UP, 100, "node-2 is heard again", Map.of("node", "node-2"));
    model.refresh();
  }

  @Test
  void found_unfiltered_isEverything_theNewestFirst() {
    assertThat(model.found())
        .extracting(event -> event.event().kind())
        .containsExactly(EventKind.NODE_UP, EventKind.TUNING, EventKind.NODE_DOWN);
  }

  @Test
  void found_byWordsAndKind_hasAllOfThem() {
    model.typed().set("HEARD node-2");
    assertThat(model.found()).hasSize(2);

    model.kind().set(EventKind.NODE_UP);
    assertThat(model.found()).hasSize(1);
    assertThat(model.total().get()).isEqualTo(3);
  }

  @Test
  void found_byADetail_isFound() {
    model.typed().set("ada");

    assertThat(model.found())
        .extracting(event -> event.event().kind())
        .containsExactly(EventKind.TUNING);
  }

  @Test
  void csv_holdsWhatIsFound_theOldestFirst() {
    model.typed().set("node-2");

    assertThat(model.csv().lines())
        .containsExactly(
            "time,kind,what,told by,details",
            "2026-03-01T11:55:00Z,Node down,node-2 is not heard any more,this console,node: node-2",
            "2026-03-01T11:58:20Z,Node up,node-2 is heard again,this console,node: node-2");
  }

  @Test
  void lookAt_movesTheSharedTime() {
    model.lookAt(model.found().getLast());

    assertThat(time.marked().get()).isEqualTo(NOON.minusSeconds(300));
    assertThat(time.live()).isFalse();
  }

  private void happens(EventKind kind, int secondsAgo, String title, Map<String, String> details) {
    history.noticed(new TelemetryEvent(kind, NOON.minusSeconds(secondsAgo), title, details));
  }

  @Test
  void failure_isSaid_whileTheListStays_untilAllIsWellAgain() {
    background.broken = true;
    model.refresh();
    assertThat(model.failure().get()).contains(Breaking.WHY);
    assertThat(model.found()).hasSize(3);

    background.broken = false;
    model.refresh();
    assertThat(model.failure().get()).isEmpty();
  }
}
