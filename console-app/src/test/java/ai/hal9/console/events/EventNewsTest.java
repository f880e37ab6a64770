package ai.hal9.console.events;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.console.events.EventNews.News;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.series.Voice;
import ai.hal9.console.ui.Breaking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventNewsTest {

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private final List<News> told = new ArrayList<>();
  private final Breaking background = new Breaking();
  private final EventNews news = new EventNews(history, background, EPOCH, told::add);

  @Test
  void event_afterTheAttach_isToldOnce() {
    notice(EventKind.NODE_DOWN, 2, "node-2 is not heard any more", Map.of("node", "node-2"));

    look(3);
    look(4);

    assertThat(told).containsExactly(new News(true, "node-2 is not heard any more"));
  }

  @Test
  void event_beforeTheAttach_isNotTold() {
    notice(EventKind.NODE_DOWN, -2, "node-2 is not heard any more", Map.of("node", "node-2"));

    look(3);

    assertThat(told).isEmpty();
  }

  @Test
  void burstOfOneKind_isOnePiece_thatNamesAFew() {
    for (var node = 1; node <= 5; node++) {
      var name = "node-" + node;
      notice(EventKind.NODE_DOWN, 2, name + " is gone", Map.of("node", name));
    }
    notice(EventKind.FAILOVER, 2, "Redis is served by b, no longer by a", Map.of());

    look(3);

    assertThat(told)
        .containsExactly(
            new News(true, "Node down: node-1 is gone; node-2 is gone; node-3 is gone; and 2 more"),
            new News(true, "Redis is served by b, no longer by a"));
  }

  @Test
  void breakersOfSeveralNodes_areOnePiece_thatNamesTheNodes() {
    breaker("node-2", "open");
    breaker("node-1", "open");
    look(3);
    assertThat(told)
        .containsExactly(new News(true, "Circuit breaker around it: open (node-1, node-2)"));

    breaker("node-1", "closed");
    look(5);
    assertThat(told.getLast())
        .isEqualTo(new News(false, "Circuit breaker around it: closed (node-1)"));
  }

  @Test
  void tuningAndLoad_whichTheirScreensTell_areNoNews() {
    notice(EventKind.TUNING, 2, "batch_size 10 → 50", Map.of());
    notice(EventKind.LOAD_STAGE, 2, "Stage 2 of 3", Map.of());

    look(3);

    assertThat(told).isEmpty();
  }

  @Test
  void manyLooksWithinASecond_areOne() {
    look(3);
    notice(EventKind.NODE_UP, 3, "node-2 is heard again", Map.of("node", "node-2"));
    news.beat(EPOCH.plusSeconds(3).plusMillis(100));
    assertThat(told).isEmpty();

    look(4);
    assertThat(told).hasSize(1);
  }

  private void look(int second) {
    news.beat(EPOCH.plusSeconds(second));
  }

  private void notice(EventKind kind, int second, String title, Map<String, String> details) {
    history.noticed(new TelemetryEvent(kind, EPOCH.plusSeconds(second), title, details));
  }

  private void breaker(String node, String to) {
    var second = to.equals("open") ? 1 : 3;
    var _ =
        Voice.node(clock, history, node)
            .says(
                second,
                Duration.ofSeconds(1),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(
                    new TelemetryEvent(
                        EventKind.BREAKER,
                        EPOCH.plusSeconds(second + 1),
                        "Circuit breaker around it: " + to,
                        Map.of("breaker", "it", "to", to))));
  }

  @Test
  void clockSetBack_whatHappensThen_isTold() {
    look(7_200);
    look(3);
    notice(EventKind.NODE_DOWN, 4, "node-2 is not heard any more", Map.of("node", "node-2"));
    look(5);

    assertThat(told).hasSize(1);
  }

  @Test
  void clockSetBack_farBeforeTheAttach_whatHappensThen_isTold() {
    look(-7_200);
    notice(EventKind.NODE_DOWN, -7_199, "node-2 is not heard any more", Map.of("node", "node-2"));
    look(-7_198);

    assertThat(told).hasSize(1);
  }

  @Test
  void failure_isToldOnce_andAgainWhenItComesBack() {
    background.broken = true;
    look(3);
    look(4);
    assertThat(told)
        .singleElement()
        .satisfies(piece -> assertThat(piece.bad()).isTrue())
        .satisfies(piece -> assertThat(piece.words()).contains(Breaking.WHY));

    background.broken = false;
    look(5);
    background.broken = true;
    look(6);
    assertThat(told).hasSize(2);
  }
}
