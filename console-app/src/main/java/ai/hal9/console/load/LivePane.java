package ai.hal9.console.load;

import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.loading.ScenarioWords;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Unit;
import ai.hal9.console.ui.WrapGrid;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.report.ThresholdText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The run under way, or the last one: figures, thresholds, the generator's check, steering. */
final class LivePane extends VBox {

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("offered", "Requests the schedule asked for.", LoadCounts::offered),
          new Figure("started", "Requests sent.", LoadCounts::started),
          new Figure("completed", "Whole answers, of any status.", LoadCounts::completed),
          new Figure(
              "dropped",
              "Arrivals given up because too many were waiting for a connection.",
              LoadCounts::dropped),
          new Figure(
              "failed",
              "Answers of 400 and more, timeouts, broken connections.",
              LoadCounts::failed));

  private final Label title = Parts.label("", "card-title");
  private final Label state = Parts.label("", "live-state");
  private final Label left = Parts.label("", "muted");
  private final ProgressBar progress = new ProgressBar(0);
  private final List<FigureBox> figures = new ArrayList<>();
  private final VBox thresholds = new VBox(4);
  private final HBox generator = new HBox(6);
  private final FontIcon generatorIcon = Parts.icon(Material2OutlinedAL.CHECK_CIRCLE);
  private final Label generatorWords = Parts.label("");
  private final Label words = Parts.label("", "trouble-words");
  private final SteeringBar steering;
  private final Button openReport;

  private record Figure(String name, String about, ToLongFunction<LoadCounts> count) {}

  private record FigureBox(VBox box, Label total, Label rate) {}

  LivePane(LoadModel model, Runnable report) {
    setId("live");
    getStyleClass().addAll("card", "live");
    state.setId("live-state");
    steering = new SteeringBar(model::steer, model::follow);
    var stop = Parts.button("stop-load", "Stop load", Material2OutlinedMZ.STOP, model::stop);
    Parts.explain(stop, "Offers nothing more, awaits requests under way, and keeps the report.");
    var abort = Parts.button("abort-load", "Stop now", Material2OutlinedAL.CANCEL, model::abort);
    abort.getStyleClass().add("danger");
    Parts.explain(abort, "Ends at once. Requests under way count as interrupted.");
    openReport = Parts.button("open-run", "Open report", Material2OutlinedAL.ASSESSMENT, report);
    for (var button : List.of(stop, abort)) {
      button.visibleProperty().bind(model.status().map(each -> each.phase().busy()));
      button.managedProperty().bind(button.visibleProperty());
    }
    progress.setMaxWidth(Double.MAX_VALUE);
    var grid = new WrapGrid(128, 5);
    FIGURES.forEach(figure -> grid.getChildren().add(figure(figure)));
    var head = new HBox(12, title, state, left, Parts.filler(), openReport, stop, abort);
    head.setAlignment(Pos.CENTER_LEFT);
    generator.setAlignment(Pos.CENTER_LEFT);
    generator.setId("generator-check");
    generator.getChildren().addAll(generatorIcon, generatorWords);
    generatorWords.setWrapText(true);
    thresholds.setId("live-thresholds");
    words.setWrapText(true);
    var judgements = new VBox(6, thresholds, generator);
    var lower = new HBox(24, judgements, steering);
    HBox.setHgrow(judgements, Priority.ALWAYS);
    getChildren().addAll(head, progress, words, grid, lower);
  }

  private VBox figure(Figure figure) {
    var total = Parts.label("0", "figure-value");
    var rate = Parts.label("", "tile-change");
    total.setId("live-" + figure.name());
    var box = new VBox(Parts.label(figure.name(), "tile-label"), total, rate);
    box.getStyleClass().add("figure");
    Parts.explain(box, figure.about());
    figures.add(new FigureBox(box, total, rate));
    return box;
  }

  /** What can be done with the run, beyond what any screen offers. */
  List<Action> actions() {
    return isVisible() ? steering.actions() : List.of();
  }

  void show(LoadStatus status, Instant now) {
    var visible = status.phase() != LoadStatus.Phase.IDLE;
    setVisible(visible);
    setManaged(visible);
    if (!visible || status.scenario().isEmpty()) {
      return;
    }
    var scenario = status.scenario().get();
    title.setText(scenario.name());
    state.setText(said(status, now));
    left.setText(status.phase().sending() ? left(status.left(now)) + " left" : "");
    var whole = scenario.length().toMillis();
    var done = status.at(now).plus(scenario.warmUp()).toMillis();
    progress.setProgress(
        status.phase() == LoadStatus.Phase.STARTING
            ? ProgressBar.INDETERMINATE_PROGRESS
            : Math.clamp((double) done / Math.max(1, whole), 0, 1));
    progress.setVisible(status.phase().busy());
    progress.setManaged(progress.isVisible());
    words.setText(status.words());
    words.setVisible(!status.words().isEmpty());
    words.setManaged(words.isVisible());
    openReport.setVisible(status.kept().isPresent());
    openReport.setManaged(openReport.isVisible());
    steering.show(status);
    for (var i = 0; i < FIGURES.size(); i++) {
      show(figures.get(i), FIGURES.get(i), status);
    }
    showThresholds(status.thresholds());
    showGenerator(status);
  }

  private static void show(FigureBox box, Figure figure, LoadStatus status) {
    box.total().setText(Quantity.exact(figure.count().applyAsLong(status.counts())));
    ToDoubleFunction<LoadInterval> rate =
        last ->
            last.length().isZero()
                ? 0
                : figure.count().applyAsLong(last.counts()) * 1e9 / last.length().toNanos();
    box.rate()
        .setText(
            status.phase().busy()
                ? status.last().map(last -> Unit.RATE.text(rate.applyAsDouble(last))).orElse("–")
                : "");
    var bad =
        (figure.name().equals("dropped") || figure.name().equals("failed"))
            && figure.count().applyAsLong(status.counts()) > 0;
    Parts.style(box.box(), "bad", bad);
  }

  /** Whole seconds: what is left changes with every one. */
  private static String left(Duration time) {
    return Quantity.span(Duration.ofSeconds(Math.round(time.toMillis() / 1e3)));
  }

  private static String said(LoadStatus status, Instant now) {
    var stages = status.scenario().map(run -> run.executor().stages().size()).orElse(0);
    var stage = status.stage(now);
    return stage == 0 || stages < 2
        ? status.phase().words()
        : "%s, stage %d of %d".formatted(status.phase().words(), stage, stages);
  }

  private void showThresholds(List<ThresholdVerdict> verdicts) {
    while (thresholds.getChildren().size() > verdicts.size()) {
      thresholds.getChildren().removeLast();
    }
    while (thresholds.getChildren().size() < verdicts.size()) {
      var words = Parts.label("");
      words.setWrapText(true);
      var row = new HBox(6, Parts.icon(Material2OutlinedMZ.REMOVE_CIRCLE_OUTLINE), words);
      row.setAlignment(Pos.CENTER_LEFT);
      thresholds.getChildren().add(row);
    }
    for (var i = 0; i < verdicts.size(); i++) {
      var verdict = verdicts.get(i);
      var row = (HBox) thresholds.getChildren().get(i);
      ((FontIcon) row.getChildren().get(0)).setIconCode(icon(verdict));
      Parts.style(row.getChildren().get(0), "good-icon", verdict.met());
      Parts.style(row.getChildren().get(0), "bad-icon", verdict.missed());
      ((Label) row.getChildren().get(1))
          .setText(
              "%s  %s, is %s"
                  .formatted(
                      ThresholdText.verdict(verdict),
                      ScenarioWords.threshold(verdict.threshold().text()),
                      ThresholdText.observed(verdict)));
    }
  }

  private static Ikon icon(ThresholdVerdict verdict) {
    return switch (verdict.judgement()) {
      case MET -> Material2OutlinedAL.CHECK_CIRCLE;
      case MISSED -> Material2OutlinedMZ.WARNING;
      case NOT_JUDGED -> Material2OutlinedMZ.REMOVE_CIRCLE_OUTLINE;
    };
  }

  private void showGenerator(LoadStatus status) {
    generator.setVisible(status.check().isPresent());
    generator.setManaged(generator.isVisible());
    if (status.check().isEmpty()) {
      return;
    }
    var check = status.check().get();
    var well = LoadDesk.keepsUp(status);
    generatorIcon.setIconCode(
        well ? Material2OutlinedAL.CHECK_CIRCLE : Material2OutlinedMZ.WARNING);
    Parts.style(generatorIcon, "good-icon", well);
    Parts.style(generatorIcon, "bad-icon", !well);
    generatorWords.setText(
        switch (check.validity()) {
          case Validity.Valid _ ->
              "valid  the generator keeps up (busiest loop %s)"
                  .formatted(Unit.SHARE.text(check.loopBusy() < 0 ? Double.NaN : check.loopBusy()));
          case Validity.Invalid(var because) ->
              "invalid  the generator does not keep up: " + String.join("; ", because);
        });
    Parts.explain(
        generator,
        "Measured by the generator of itself: %s of the machine's cores, %s per request, %d garbage collections, the longest %s; it acted %s late at the 99th percentile."
            .formatted(
                Unit.SHARE.text(check.cpuShare() < 0 ? Double.NaN : check.cpuShare()),
                Quantity.LATENCY.text(check.cpuPerRequest().toNanos() / 1e3),
                check.gcPauses(),
                Quantity.span(check.gcLongest()),
                check.scheduleLag().supports(99)
                    ? Quantity.LATENCY.text((double) check.scheduleLag().micros(99))
                    : Quantity.UNKNOWN));
  }
}
