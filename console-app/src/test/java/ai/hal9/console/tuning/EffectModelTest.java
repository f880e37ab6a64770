package ai.hal9.console.tuning;

import static ai.hal9.console.effect.Loaded.EPOCH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.console.effect.Effect;
import ai.hal9.console.effect.EffectState;
import ai.hal9.console.effect.Loaded;
import ai.hal9.console.effect.Measure;
import ai.hal9.console.effect.Verdict;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Breaking;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectModelTest {

  @TempDir private Path directory;

  private static final Instant CHANGED = EPOCH.plusSeconds(90).plusMillis(400);
  private static final Instant LATER = EPOCH.plusSeconds(230);

  @Test
  void hundredChangesThatChangeNothing_atMostTenCardsSaySo() {
    var significant =
        LongStream.range(0, 100)
            .mapToObj(seed -> effect(measured(new Loaded(seed).lasts(240), change(seed + 1))))
            .map(CardText::summary)
            .filter(summary -> !summary.equals("No significant change"))
            .count();

    assertThat(significant).isLessThanOrEqualTo(10);
  }

  @Test
  void slower_saysSo_andNothingElse() {
    var card = measured(new Loaded(4).at(5, 200).lasts(90).at(7, 200).lasts(150), change(1));

    assertThat(CardText.summary(effect(card))).isEqualTo("p50, p99 and pool wait worse");
    assertThat(effect(card).of(Measure.P50).verdict()).isEqualTo(Verdict.WORSE);
    assertThat(around(card).loadMoved()).isFalse();
    assertThat(around(card).confounded()).isFalse();
  }

  @Test
  void loadMovedWithTheChange_isConfounded() {
    var card = measured(new Loaded(4).at(5, 200).lasts(90).at(5, 260).lasts(150), change(1));

    assertThat(around(card).loadMoved()).isTrue();
    assertThat(around(card).arrivalsAfter()).isBetween(250.0, 270.0);
    assertThat(new CardText(ZoneOffset.UTC).doubts(effect(card), around(card)))
        .singleElement()
        .asString()
        .contains("201 /s", "256 /s", "confounded");
  }

  @Test
  void fasterAnswers_toClientsThatWait_areNoChangeOfLoad() {
    var card = measured(new Loaded(4).at(5, 200).lasts(90).at(2.5, 400).lasts(150), change(1));

    assertThat(around(card).loadMoved()).as("as many in progress as before").isFalse();
    assertThat(CardText.summary(effect(card)))
        .isEqualTo("p50, p99, throughput and pool wait improved");
  }

  @Test
  void otherThingsMeanwhile_areNamed_theChangeItselfIsNot() {
    var loaded = new Loaded(4).lasts(240);
    loaded.history().noticed(tuning(CHANGED, "7", "performance.caching"));
    loaded
        .history()
        .noticed(
            new TelemetryEvent(EventKind.NODE_DOWN, EPOCH.plusSeconds(140), "node-3", Map.of()));

    var card = measured(loaded, change(7));

    assertThat(around(card).events()).hasSize(1);
    assertThat(around(card).confounded()).isTrue();
    assertThat(new CardText(ZoneOffset.UTC).written(card, false))
        .contains("Meanwhile, which confounds the comparison: node-3 at 10:02:20");
  }

  @Test
  void shortlyAfter_isWatched_thenCollecting() {
    var loaded = new Loaded(1).lasts(240);

    assertThat(progress(loaded, EPOCH.plusSeconds(100))).isInstanceOf(EffectState.Settling.class);
    assertThat(progress(loaded, EPOCH.plusSeconds(150))).isInstanceOf(EffectState.Collecting.class);
  }

  @Test
  void anotherChangeTooSoon_isNotEnoughData() {
    var loaded = new Loaded(1).lasts(240);
    var second = change(2, CHANGED.plusSeconds(30), Map.of("a", "1"), Map.of("a", "2"));

    var card = card(loaded, change(1), LATER, List.of(second, change(1)));

    assertThat(card.state())
        .isEqualTo(new EffectCard.State.Overtaken(second, Duration.ofSeconds(30)));
  }

  @Test
  void aChangeThatChangedNothing_doesNotStandInTheWay() {
    var loaded = new Loaded(1).lasts(240);
    var keep = change(2, CHANGED.plusSeconds(30), Map.of("a", "1"), Map.of("a", "1"));

    assertThat(card(loaded, change(1), LATER, List.of(keep, change(1))).state())
        .isInstanceOf(EffectCard.State.Measured.class);
  }

  @Test
  void beforeAnythingWasHeard_isSaid() {
    var early = change(1, EPOCH.minusSeconds(60), Map.of("a", "1"), Map.of("a", "2"));

    assertThat(card(new Loaded(1).lasts(100), early, LATER, List.of(early)).state())
        .isInstanceOf(EffectCard.State.Unheard.class);
  }

  @Test
  void card_putAway_isReachedByItsChange_withTheSameVerdict() {
    var loaded = new Loaded(3).lasts(240);
    var model = new EffectModel(loaded.history(), kept(), Background.sameThread(), () -> LATER);
    model.watch(change(1));
    var first = requireNonNull(model.shown().get());

    model.close();
    assertThat(model.shown().get()).isNull();
    loaded.lasts(60);
    model.watch(change(1));
    assertThat(model.shown().get()).isEqualTo(first);
  }

  @Test
  void card_putAwayBeforeItCouldBeTold_isToldAllTheSame_onceItsWindowIsFull() {
    var loaded = new Loaded(3).lasts(100);
    var now = new AtomicReference<>(EPOCH.plusSeconds(100));
    var model = new EffectModel(loaded.history(), kept(), Background.sameThread(), now::get);
    model.watch(change(1));
    model.close();
    assertThat(model.waits()).isTrue();

    loaded.lasts(140);
    now.set(LATER);
    model.lookAlone();

    assertThat(model.waits()).isFalse();
    assertThat(model.shown().get()).isNull();
    assertThat(kept().read(change(1))).isPresent();
  }

  @Test
  void effectNobodyCanTell_isNotWaitedForForEver() {
    var loaded = new Loaded(3).lasts(100);
    var now = new AtomicReference<>(EPOCH.plusSeconds(100));
    var model = new EffectModel(loaded.history(), kept(), Background.sameThread(), now::get);
    model.watch(change(1));

    now.set(EPOCH.plus(Duration.ofHours(1)));
    model.lookAlone();

    assertThat(model.waits()).isFalse();
  }

  @Test
  void noSignalArrived_isSaid_andNoVerdictIsKept() {
    var card = measured(new Loaded(3).idles(240), change(1));

    assertThat(CardText.summary(effect(card))).isEqualTo("Not enough data");
    assertThat(new CardText(ZoneOffset.UTC).doubts(effect(card), around(card)))
        .anySatisfy(doubt -> assertThat(doubt).startsWith("No signal arrived in either window"));
    assertThat(kept().read(change(1))).isEmpty();
  }

  @Test
  void summary_namesTheMeasuresThatNothingCanBeSaidOf() {
    var card = measured(new Loaded(2).at(5, 6).lasts(240), change(1));

    assertThat(CardText.summary(effect(card))).endsWith("; not enough data for p99");
  }

  @Test
  void card_told_isThereForTheNextConsole_whichHasHeardNothing() {
    var told = measured(new Loaded(3).lasts(240), change(1));

    var next =
        new EffectModel(
            HistoryStore.empty(Clock.systemUTC()), kept(), Background.sameThread(), () -> LATER);
    next.watch(change(1));

    assertThat(next.shown().get()).isEqualTo(told);
  }

  @Test
  void written_asMarkdown_isATableOfAllMeasures_withPopulationAndWindows() {
    var card = measured(new Loaded(4).at(5, 200).lasts(90).at(7, 200).lasts(150), change(1));
    var markdown = new CardText(ZoneOffset.UTC).written(card, true);

    assertThat(markdown)
        .startsWith("### Effect of version 1 on all nodes\n10:01:30 by ann, because: to see\n")
        .contains("- `performance.caching on → off`")
        .contains("**p50, p99 and pool wait worse**")
        .contains(
            "All signals of all nodes, measured on the server; 60 s before (10:00:30–10:01:30)")
        .contains("99 % confidence");
    assertThat(markdown.lines().filter(line -> line.startsWith("| "))).hasSize(6);
    assertThat(markdown).contains("| p50 | 4.96 ms | 7.14 ms | +2.18 ms (+44.1 %) |");
  }

  private CardFolder kept() {
    return new CardFolder(directory);
  }

  private EffectState progress(Loaded loaded, Instant now) {
    return ((EffectCard.State.Watching) card(loaded, change(1), now, List.of()).state()).progress();
  }

  private EffectCard measured(Loaded loaded, Recorded change) {
    return card(loaded, change, LATER, List.of(change));
  }

  private EffectCard card(Loaded loaded, Recorded change, Instant now, List<Recorded> changes) {
    var model = new EffectModel(loaded.history(), kept(), Background.sameThread(), () -> now);
    model.refresh(changes);
    model.watch(change);
    return requireNonNull(model.shown().get());
  }

  private static Effect effect(EffectCard card) {
    return ((EffectCard.State.Measured) card.state()).effect();
  }

  private static ai.hal9.console.effect.Circumstances around(EffectCard card) {
    return ((EffectCard.State.Measured) card.state()).circumstances();
  }

  private static Recorded change(long version) {
    return change(
        version,
        CHANGED,
        Map.of("performance.caching", "on"),
        Map.of("performance.caching", "off"));
  }

  private static Recorded change(
      long version, Instant time, Map<String, String> before, Map<String, String> after) {
    return new Recorded(
        Target.cluster(),
        new TuningVersion(
            version,
            TuningScope.CLUSTER,
            time,
            "ann",
            "to see",
            before,
            after,
            null,
            TuningOrigin.UNKNOWN));
  }

  private static TelemetryEvent tuning(Instant time, String version, String key) {
    return new TelemetryEvent(
        EventKind.TUNING,
        time,
        key + " = off",
        Map.of(key, "on -> off", "version", version, "scope", "cluster", "who", "ann", "why", ""));
  }

  @Test
  void failure_isSaid_untilTheEffectCanBeToldAgain() {
    var background = new Breaking();
    var loaded = new Loaded(1).lasts(240);
    var effects =
        new EffectModel(loaded.history(), new CardFolder(directory), background, () -> LATER);
    background.broken = true;
    effects.watch(change(1));
    assertThat(effects.failure().get()).contains(Breaking.WHY);

    background.broken = false;
    effects.refresh(List.of(change(1)));
    assertThat(effects.failure().get()).isEmpty();
  }
}
