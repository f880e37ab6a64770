package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private static final Window ALL = new Window(EPOCH, EPOCH.plusSeconds(3_600));

  private final EventLog log = new EventLog();

  @Test
  void nodeLost_toldByTwoOthers_isThereOnce() {
    add("node-1", EventKind.NODE_DOWN, EPOCH.plusSeconds(5), "seen_by", "node-1");
    add("node-2", EventKind.NODE_DOWN, EPOCH.plusSeconds(7), "seen_by", "node-2");

    assertThat(log.within(ALL)).hasSize(1);
  }

  @Test
  void nodeLostAgainLater_isThereTwice() {
    add("node-1", EventKind.NODE_DOWN, EPOCH.plusSeconds(5), "seen_by", "node-1");
    add("node-1", EventKind.NODE_DOWN, EPOCH.plusSeconds(60), "seen_by", "node-1");

    assertThat(log.within(ALL)).hasSize(2);
  }

  @Test
  void nodeBackAfterItsLoss_isAnotherEvent() {
    add("node-1", EventKind.NODE_DOWN, EPOCH.plusSeconds(5), "seen_by", "node-1");
    add("node-1", EventKind.RESTART, EPOCH.plusSeconds(8), "seen_by", "node-1");

    assertThat(log.within(ALL))
        .extracting(event -> event.event().kind())
        .containsExactly(EventKind.NODE_DOWN, EventKind.RESTART);
  }

  @Test
  void breakersOfTwoNodes_opening_areTwoEvents() {
    add("node-1", EventKind.BREAKER, EPOCH.plusSeconds(5), "to", "open");
    add("node-2", EventKind.BREAKER, EPOCH.plusSeconds(5), "to", "open");

    assertThat(log.within(ALL))
        .extracting(HistoryEvent::source)
        .containsExactly("node-1", "node-2");
  }

  @Test
  void tuning_toldByAllNodes_isThereOnce() {
    add("node-1", EventKind.TUNING, EPOCH.plusSeconds(5), "version", "7");
    add("node-2", EventKind.TUNING, EPOCH.plusSeconds(5), "version", "7");
    add("node-2", EventKind.TUNING, EPOCH.plusSeconds(6), "version", "8");

    assertThat(log.within(ALL)).hasSize(2);
  }

  @Test
  void within_aWindow_leavesOutWhatIsBesides() {
    add("node-1", EventKind.LOAD_STAGE, EPOCH.plusSeconds(5), "stage", "1");
    add("node-1", EventKind.LOAD_STAGE, EPOCH.plusSeconds(50), "stage", "2");

    assertThat(log.within(Window.last(Duration.ofSeconds(20), EPOCH.plusSeconds(60)))).hasSize(1);
  }

  private void add(String source, EventKind kind, Instant time, String detail, String value) {
    var details = Map.of("node", "node-3", detail, value);
    log.add(new HistoryEvent(source, new TelemetryEvent(kind, time, "something", details)));
  }
}
