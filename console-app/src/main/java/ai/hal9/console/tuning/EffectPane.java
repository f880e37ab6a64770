package ai.hal9.console.tuning;

import ai.hal9.console.effect.Circumstances;
import ai.hal9.console.effect.Effect;
import ai.hal9.console.effect.EffectState;
import ai.hal9.console.effect.MeasureEffect;
import ai.hal9.console.effect.Verdict;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Saving;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What a change did: a card with the figures before and after, and what can honestly be said. */
final class EffectPane {

  /** Seconds after which it is measured even if the system has not come to rest. */
  private static final double PATIENCE = 90;

  /** Between a number and its unit, where no line is broken. */
  private static final Pattern UNIT = Pattern.compile("(?<=\\d) (?=[a-zµ%/])");

  private final TuningModel model;
  private final EffectModel effects;
  private final CardText text;
  private final Saving saving;
  private final VBox root = new VBox();
  private @Nullable EffectCard drawn;

  EffectPane(TuningModel model, EffectModel effects, CardText text, Saving saving) {
    this.model = model;
    this.effects = effects;
    this.text = text;
    this.saving = saving;
    root.setId("effect");
    root.getStyleClass().addAll("card", "side-card", "effect");
  }

  Region node() {
    return root;
  }

  /** As things stand now. */
  void show() {
    var card = effects.shown().get();
    root.setVisible(card != null);
    root.setManaged(card != null);
    if (card == null || card.equals(drawn)) {
      drawn = card;
      return;
    }
    var children = root.getChildren();
    if (drawn == null || !drawn.change().equals(card.change())) {
      children.setAll(head(card), buttons(card));
    }
    drawn = card;
    // a button that is replaced loses the focus, and the click that is under way
    children.remove(1, children.size() - 1);
    children.addAll(1, body(card));
  }

  private List<Node> body(EffectCard card) {
    return switch (card.state()) {
      case EffectCard.State.Watching(var progress, var arriving) -> watching(progress, arriving);
      case EffectCard.State.Measured(var effect, var around) -> measured(card, effect, around);
      case EffectCard.State.Overtaken overtaken -> List.of(sentence(CardText.overtaken(overtaken)));
      case EffectCard.State.Unheard _ -> List.of(sentence(CardText.UNHEARD));
    };
  }

  private HBox head(EffectCard card) {
    var close =
        Parts.iconButton(
            "effect-close",
            "Put the card away; the history leads back to it",
            Material2OutlinedAL.CLOSE,
            effects::close);
    var head =
        new HBox(Parts.label(CardText.title(card.change()), "card-title"), Parts.filler(), close);
    head.getStyleClass().add("effect-head");
    return head;
  }

  private static List<Node> watching(EffectState progress, boolean arriving) {
    var bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    var words =
        switch (progress) {
          case EffectState.Settling(var since) -> {
            bar.setProgress(Math.min(0.5, since.toSeconds() / PATIENCE / 2));
            yield "Waiting for the system to settle, for %d s so far; %d s at most."
                .formatted(since.toSeconds(), (int) PATIENCE);
          }
          case EffectState.Collecting(var filled, var wanted) -> {
            bar.setProgress(0.5 + 0.5 * filled.toMillis() / Math.max(1, wanted.toMillis()));
            yield "It has settled. %d of %d s after the change are heard."
                .formatted(filled.toSeconds(), wanted.toSeconds());
          }
          case EffectState.Measured _ -> "";
        };
    var parts = new ArrayList<Node>(List.of(bar, sentence(words)));
    if (!arriving) {
      parts.add(
          mark(
              "No signal arrives: without load there is no effect to see.",
              Material2OutlinedMZ.WARNING,
              "nodes"));
    }
    return parts;
  }

  private List<Node> measured(EffectCard card, Effect effect, Circumstances around) {
    var parts = new ArrayList<Node>();
    var summary = sentence(CardText.summary(effect));
    summary.getStyleClass().add("effect-summary");
    summary.setId("effect-summary");
    parts.add(summary);
    text.doubts(effect, around)
        .forEach(doubt -> parts.add(mark(doubt, Material2OutlinedMZ.WARNING, "problem")));
    var table = new GridPane();
    table.getStyleClass().add("effect-table");
    var wide = new ColumnConstraints();
    wide.setHgrow(Priority.ALWAYS);
    table.getColumnConstraints().addAll(new ColumnConstraints(), wide);
    var row = 0;
    for (var measure : effect.measures()) {
      table.addRow(
          row++,
          verdict(measure),
          Parts.label(
              "%s → %s"
                  .formatted(
                      CardText.value(measure.measure(), measure.before()),
                      CardText.value(measure.measure(), measure.after())),
              "effect-values"));
      var difference = Parts.label(difference(measure), "muted", "effect-difference");
      difference.setWrapText(true);
      table.add(difference, 0, row++, 2, 1);
    }
    parts.add(table);
    var basis = sentence(card.population() + "; " + text.windows(effect) + ".");
    basis.getStyleClass().addAll("muted", "effect-basis");
    Parts.explain(basis, CardText.CONFIDENCE);
    parts.add(basis);
    return parts;
  }

  private static String difference(MeasureEffect effect) {
    return effect.verdict() == Verdict.NOT_ENOUGH_DATA
        ? CardText.words(effect.verdict())
        : UNIT.matcher(
                "%s: %s, with 99 %% confidence %s"
                    .formatted(
                        CardText.words(effect.verdict()),
                        CardText.difference(effect),
                        CardText.interval(effect)))
            .replaceAll("\u00a0");
  }

  private static Label verdict(MeasureEffect effect) {
    var icon =
        switch (effect.verdict()) {
          case IMPROVED -> Parts.icon(Material2OutlinedMZ.THUMB_UP, "good-icon");
          case WORSE -> Parts.icon(Material2OutlinedMZ.THUMB_DOWN, "bad-icon");
          case NO_SIGNIFICANT_CHANGE -> Parts.icon(Material2OutlinedAL.DRAG_HANDLE, "card-icon");
          case NOT_ENOUGH_DATA -> Parts.icon(Material2OutlinedAL.HELP_OUTLINE, "card-icon");
        };
    var label = new Label(effect.measure().label(), icon);
    label.getStyleClass().add("effect-measure");
    label.setAccessibleText(effect.measure().label() + ": " + CardText.words(effect.verdict()));
    return label;
  }

  private HBox buttons(EffectCard card) {
    var revert =
        Parts.button(
            "effect-revert",
            "Revert it",
            Material2OutlinedMZ.UNDO,
            () -> model.revert(card.change()));
    revert.setDisable(!model.readOnly().isEmpty());
    var keep =
        Parts.button(
            "effect-keep", "Keep it", Material2OutlinedAL.CHECK, () -> keep(card.change()));
    var copy =
        Parts.iconButton(
            "effect-copy", "Copy as text", Material2OutlinedAL.CONTENT_COPY, () -> copy(false));
    var markdown =
        Parts.iconButton(
            "effect-copy-markdown", "Copy as Markdown", Material2OutlinedAL.CODE, () -> copy(true));
    var buttons = new HBox(revert, keep, Parts.filler(), copy, markdown);
    buttons.getStyleClass().add("buttons");
    return buttons;
  }

  /** Puts the card on the clipboard, as text for people or as Markdown. */
  void copy(boolean markdown) {
    var card = drawn;
    if (card != null) {
      saving.copy(markdown ? "The card as Markdown" : "The card", text.written(card, markdown));
    }
  }

  /** A change that would revert by itself stays; the card has told what it had to tell. */
  void keep(Recorded change) {
    if (model.known().get().reverting(change)) {
      model.keep(change);
    }
    effects.close();
  }

  private static Label sentence(String words) {
    var label = Parts.label(words);
    label.setWrapText(true);
    return label;
  }

  private static Label mark(String words, Ikon icon, String style) {
    var mark = new Label(words, Parts.icon(icon, "mark-icon"));
    mark.getStyleClass().addAll("mark", style);
    mark.setWrapText(true);
    return mark;
  }
}
