package ai.hal9.console.tuning;

import ai.hal9.console.ui.Action;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What can be done on the tuning screen. */
final class TuningActions {

  /** So many versions, the newest, can be gone back to from the palette; the history has all. */
  private static final int VERSIONS = 10;

  private final TuningModel model;
  private final EffectModel effects;
  private final PresetModel presets;
  private final Panes panes;
  private final InstantSource clock;

  /**
   * What they are done with.
   *
   * @param audit where every change is listed
   */
  record Panes(TuningBar bar, EffectPane effect, HistoryPane history, AuditPane audit) {}

  TuningActions(
      TuningModel model,
      EffectModel effects,
      PresetModel presets,
      Panes panes,
      InstantSource clock) {
    this.model = model;
    this.effects = effects;
    this.presets = presets;
    this.panes = panes;
    this.clock = clock;
  }

  /**
   * As things stand.
   *
   * @param writing whether a text is written that undoes its own edits
   */
  List<Action> all(boolean writing) {
    var all = new ArrayList<Action>();
    addChanging(all, writing);
    addAudit(all);
    all.addAll(panes.bar().actions());
    for (var preset : presets.own().get()) {
      var title = "your tuning preset ‘%s’".formatted(preset.title());
      add(
          all,
          preset.id(),
          "Load " + title,
          Material2OutlinedAL.LIBRARY_BOOKS,
          () -> presets.load(preset));
      add(
          all,
          "delete-" + preset.id(),
          "Delete " + title,
          Material2OutlinedAL.DELETE,
          () -> presets.delete(preset));
    }
    addEffect(all);
    if (model.readOnly().isEmpty()) {
      addWaysBack(all);
    }
    return all;
  }

  private void addChanging(List<Action> all, boolean writing) {
    all.add(
        new Action(
            id("apply"),
            "Apply pending tuning",
            Material2OutlinedAL.CHECK,
            "Ctrl+Enter",
            model::apply));
    all.add(
        new Action(
            id("undo"),
            "Undo tuning",
            Material2OutlinedMZ.UNDO,
            writing ? "" : "Ctrl+Z",
            model::undo));
    all.add(
        new Action(
            id("redo"),
            "Redo tuning",
            Material2OutlinedMZ.REDO,
            writing ? "" : "Ctrl+Shift+Z",
            model::redo));
    add(
        all,
        "discard",
        "Discard pending tuning",
        Material2OutlinedAL.DELETE_OUTLINE,
        model::discard);
    var reverting = model.selfReverting();
    add(
        all,
        "self-revert",
        reverting.get() ? "Let the next change stay" : "Let the next change revert by itself",
        Material2OutlinedAL.HOURGLASS_EMPTY,
        () -> reverting.set(!reverting.get()));
    var target = model.target();
    add(
        all,
        "target-all",
        "Let changes reach all nodes",
        Material2OutlinedMZ.STORAGE,
        () -> target.set(Target.cluster()));
    for (var node : model.known().get().nodes().keySet()) {
      add(
          all,
          "target-" + node,
          "Let changes reach %s alone".formatted(node),
          Material2OutlinedMZ.STORAGE,
          () -> target.set(new Target.OneNode(node)));
    }
  }

  private void addAudit(List<Action> all) {
    if (panes.audit().node().isVisible()) {
      all.add(
          Action.local(
              "audit-copy",
              "Copy the changes listed",
              Material2OutlinedAL.CONTENT_COPY,
              "Ctrl+C",
              panes.audit()::copy));
    }
  }

  private void addEffect(List<Action> all) {
    var card = effects.shown().get();
    if (card == null) {
      return;
    }
    var pane = panes.effect();
    var what = CardText.title(card.change());
    if (model.readOnly().isEmpty()) {
      add(
          all,
          "effect-revert",
          "Revert the change of the effect card (%s)".formatted(what),
          Material2OutlinedMZ.UNDO,
          () -> model.revert(card.change()));
    }
    add(
        all,
        "effect-keep",
        "Keep the change of the effect card (%s)".formatted(what),
        Material2OutlinedAL.CHECK,
        () -> pane.keep(card.change()));
    add(
        all,
        "effect-copy",
        "Copy the effect card as text",
        Material2OutlinedAL.CONTENT_COPY,
        () -> pane.copy(false));
    add(
        all,
        "effect-copy-markdown",
        "Copy the effect card as Markdown",
        Material2OutlinedAL.CODE,
        () -> pane.copy(true));
  }

  private void addWaysBack(List<Action> all) {
    var known = model.known().get();
    for (var change : known.reverting(clock.instant())) {
      add(
          all,
          "keep-" + change.id().replace(' ', '-'),
          "Keep version %d on %s, which would revert by itself"
              .formatted(change.version().version(), change.target().words()),
          Material2OutlinedAL.CHECK,
          () -> model.keep(change));
    }
    var history = known.history();
    for (var change : history.stream().limit(VERSIONS).toList()) {
      var version = change.version().version();
      if (!known.leadingBackTo(change.target(), version).isEmpty()) {
        add(
            all,
            "back-to-" + change.id().replace(' ', '-'),
            "Show the way back to version %d of %s".formatted(version, change.target().words()),
            Material2OutlinedAL.HISTORY,
            () -> model.backTo(change.target(), version));
      }
    }
    if (!history.isEmpty()) {
      add(
          all,
          "back-to-beginning",
          "Show the way back to before the first change",
          Material2OutlinedAL.FIRST_PAGE,
          panes.history()::toBeginning);
    }
  }

  private static void add(List<Action> all, String id, String words, Ikon icon, Runnable run) {
    all.add(new Action(id(id), words, icon, "", run));
  }

  static String id(String name) {
    return "tuning-" + name;
  }
}
