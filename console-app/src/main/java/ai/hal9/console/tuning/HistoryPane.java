package ai.hal9.console.tuning;

import ai.hal9.console.ui.Parts;
import java.time.InstantSource;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Every change there was, and the ways back. */
final class HistoryPane {

  private static final int FEW = 10;

  private final TuningModel model;
  private final EffectModel effects;
  private final CardText text;
  private final InstantSource clock;
  private final Label empty =
      Parts.label("No change yet: all nodes run with their configuration files.", "muted");
  private final VBox lines = new VBox();
  private final Button more =
      Parts.button("history-all", "Show all", Material2OutlinedAL.EXPAND_MORE, this::showAll);
  private final VBox root;
  private int most = FEW;
  private List<Recorded> drawn = List.of();
  private int drawnCards = -1;

  HistoryPane(TuningModel model, EffectModel effects, CardText text, InstantSource clock) {
    this.clock = clock;
    this.model = model;
    this.effects = effects;
    this.text = text;
    empty.setWrapText(true);
    lines.getStyleClass().add("history-lines");
    more.getStyleClass().add("flat");
    root = new VBox(Parts.label("History", "card-title"), empty, lines, more);
    root.setId("history");
    root.getStyleClass().addAll("card", "side-card");
  }

  Region node() {
    return root;
  }

  /** As things stand now. */
  void show() {
    var history = model.known().get().history();
    var cards = effects.told().size();
    if (history.equals(drawn) && cards == drawnCards && !lines.getChildren().isEmpty()) {
      return;
    }
    drawn = history;
    drawnCards = cards;
    visible(empty, history.isEmpty());
    lines.getChildren().setAll(history.stream().limit(most).map(this::line).toList());
    if (!history.isEmpty()) {
      lines.getChildren().add(beginning());
    }
    visible(more, history.size() > most);
    more.setText("Show all " + history.size());
  }

  private void showAll() {
    most = Integer.MAX_VALUE;
    drawnCards = -1;
    show();
  }

  private VBox line(Recorded change) {
    var version = change.version();
    var head =
        new HBox(
            Parts.label("Version " + version.version(), "history-version"),
            Parts.label(change.target().words(), "badge"),
            Parts.filler(),
            Parts.label(text.time(change.time(), clock.instant()), "muted"));
    head.getStyleClass().add("history-head");
    head.setAlignment(Pos.CENTER_LEFT);
    var who =
        wrapped(
            "by " + version.who() + (version.why().isBlank() ? "" : ": " + version.why()), "muted");
    var line = new VBox(head, who);
    line.getStyleClass().add("history-line");
    for (var diff : Notices.diff(version)) {
      line.getChildren().add(wrapped(diff, "diff-text"));
    }
    var effect =
        Parts.button(
            "effect-of-" + change.id().replace(' ', '-'),
            effectWords(change),
            Material2OutlinedMZ.POLL,
            () -> effects.watch(change));
    var back =
        Parts.button(
            "back-to-" + change.id().replace(' ', '-'),
            "Back to it",
            Material2OutlinedAL.HISTORY,
            () -> model.backTo(change.target(), version.version()));
    Parts.explain(
        back, "Shows what leads back to the values right after this change; applies nothing.");
    back.setDisable(!model.readOnly().isEmpty());
    visible(back, !model.known().get().leadingBackTo(change.target(), version.version()).isEmpty());
    effect.getStyleClass().addAll("flat", "small");
    back.getStyleClass().addAll("flat", "small");
    line.getChildren().add(new HBox(effect, back));
    return line;
  }

  private Button beginning() {
    var button =
        Parts.button(
            "back-to-beginning",
            "Back to before the first change",
            Material2OutlinedAL.FIRST_PAGE,
            this::toBeginning);
    button.getStyleClass().addAll("flat", "small");
    button.setDisable(!model.readOnly().isEmpty());
    return button;
  }

  /** Shows what leads back to before the target's first change that is remembered. */
  void toBeginning() {
    model.backTo(model.target().get(), first() - 1);
  }

  /** The oldest version of the target that is remembered. */
  private long first() {
    return model.known().get().since(model.target().get(), -1).stream()
        .mapToLong(change -> change.version().version())
        .min()
        .orElse(1);
  }

  private String effectWords(Recorded change) {
    var card = effects.told().get(change.id());
    return card != null && card.state() instanceof EffectCard.State.Measured(var effect, _)
        ? CardText.summary(effect)
        : "Effect";
  }

  private static Label wrapped(String words, String style) {
    var label = Parts.label(words, style);
    label.setWrapText(true);
    return label;
  }

  private static void visible(Region part, boolean on) {
    part.setVisible(on);
    part.setManaged(on);
  }
}
