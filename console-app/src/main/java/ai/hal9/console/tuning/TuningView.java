package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Reachable;
import ai.hal9.console.ui.View;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Turns the cluster's knobs, and shows what that did. */
public final class TuningView extends View implements ActionSource, Reachable {

  private static final String PRESET = "preset/";
  private static final String AUDIT = "audit";
  private static final String REMOTE = " Its tuning can be looked at, not changed.";

  /** How often the nodes are asked while the screen is shown. */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** How long good news stay. */
  private static final Duration NEWS = Duration.ofSeconds(6);

  /** How long ago a change may be for its card to be shown unasked. */
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final Workplace place;
  private final TuningModel model;
  private final EffectModel effects;
  private final PresetModel presets;
  private final ParameterList list;
  private final TuningBar bar;
  private final NoticePane notice;
  private final RevertStrip strip;
  private final PendingPane pending;
  private final EffectPane effect;
  private final HistoryPane history;
  private final AuditModel audit;
  private final AuditPane auditPane;
  private final TuningActions actions;
  private final HBox body;
  private final Label readOnly = Parts.label("", "muted");
  private final VBox root;

  /** Waits, while the screen is hidden, for effects that cannot be told yet. */
  private final InvalidationListener waiting = _ -> await();

  private final Every pace = new Every(PERIOD);
  private Instant toldAt = Instant.EPOCH;
  private String wanted = "";
  private boolean begun;

  public TuningView(Workplace place) {
    this(place, TuningDesk.of(place.session()));
  }

  TuningView(Workplace place, TuningDesk desk) {
    this.place = place;
    var local = place.session().local();
    var clock = place.charts().now();
    var saving = place.charts().saving();
    model =
        new TuningModel(
            desk,
            place.background(),
            System.getProperty("user.name", "console"),
            local ? "" : place.session().readOnly() + REMOTE);
    effects =
        new EffectModel(
            place.session().history(),
            new CardFolder(place.directory().resolve("effects")),
            place.background(),
            clock::getValue);
    presets =
        new PresetModel(
            model,
            place.directory().resolve("presets"),
            place.background(),
            clock::getValue,
            place.session().name());
    model.onApplied(effects::watch);
    var text = new CardText(ZoneId.systemDefault());
    list = new ParameterList(model);
    bar = new TuningBar(model, presets, saving, list, this::turnAudit);
    notice = new NoticePane(model);
    strip = new RevertStrip(model);
    pending = new PendingPane(model);
    effect = new EffectPane(model, effects, text, saving);
    history = new HistoryPane(model, effects, text, clock::getValue);
    audit = new AuditModel(desk, place.background());
    auditPane = new AuditPane(audit, text, saving, clock::getValue, () -> showAudit(false));
    actions =
        new TuningActions(
            model,
            effects,
            presets,
            new TuningActions.Panes(bar, effect, history, auditPane),
            clock::getValue);
    readOnly.setId("read-only");
    readOnly.setText(model.readOnly());
    readOnly.setWrapText(true);
    readOnly.setVisible(!local);
    readOnly.setManaged(!local);
    var side = new VBox(pending.node(), effect.node(), history.node());
    side.getStyleClass().add("tuning-side");
    var sideScroll = new ScrollPane(side);
    sideScroll.setFitToWidth(true);
    sideScroll.getStyleClass().addAll("page-scroll", "tuning-side-scroll");
    HBox.setHgrow(list.node(), Priority.ALWAYS);
    body = new HBox(list.node(), sideScroll);
    body.getStyleClass().add("tuning-body");
    showAudit(false);
    var places = new StackPane(body, auditPane.node());
    VBox.setVgrow(places, Priority.ALWAYS);
    root =
        new VBox(
            bar.node(),
            readOnly,
            Parts.told("tuning-failure", model.failure(), "trouble-words"),
            Parts.told("effects-failure", effects.failure(), "trouble-words"),
            notice.node(),
            strip.node(),
            places);
    root.setId("tuning");
    root.getStyleClass().addAll("page", "tuning");
  }

  /** What the command palette leads to, by what {@link #reach} takes. */
  public static Map<String, String> places() {
    var places = new LinkedHashMap<String, String>();
    places.put(AUDIT, "Show every change of the tuning (audit)");
    TuningCatalogue.all()
        .forEach(
            parameter ->
                places.put(
                    parameter.key(),
                    "Tune %s (%s)".formatted(Parameters.name(parameter.key()), parameter.key())));
    Preset.bundled()
        .forEach(
            preset ->
                places.put(
                    PRESET + preset.id(), "Load tuning preset ‘%s’".formatted(preset.title())));
    return places;
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public void reach(String place) {
    showAudit(place.equals(AUDIT));
    if (place.equals(AUDIT)) {
      openAudit();
    } else if (model.states().get().isEmpty()) {
      wanted = place;
    } else if (place.startsWith(PRESET)) {
      presets.load(place.substring(PRESET.length()));
    } else {
      bar.clearSearch();
      list.reach(place);
    }
  }

  @Override
  public List<Action> actions() {
    var all = new ArrayList<Action>();
    all.add(
        new Action(
            TuningActions.id("search"),
            "Find a parameter",
            Material2OutlinedMZ.SEARCH,
            "Ctrl+F or /",
            this::search));
    all.add(
        new Action(
            TuningActions.id(AUDIT),
            "Show every change, or the parameters again",
            Material2OutlinedAL.LIST_ALT,
            "",
            this::turnAudit));
    // in a parameter's editor the edits are the tuning's own steps
    all.addAll(actions.all(written().filter(text -> !ValueEditor.edits(text)).isPresent()));
    return all;
  }

  @Override
  public boolean back() {
    if (auditPane.node().isVisible()) {
      showAudit(false);
      return true;
    }
    if (bar.clearSearch()) {
      return true;
    }
    if (model.pending().isEmpty()) {
      return false;
    }
    model.discard();
    return true;
  }

  @Override
  protected void onShown(Bag held) {
    place.charts().now().removeListener(waiting);
    held.add(model::stop);
    held.add(() -> place.charts().now().addListener(waiting));
    held.add(audit::stop);
    auditPane.onShown(held);
    presets.look();
    held.observe(bar::showPresets, presets.own());
    held.observe(
        this::redraw,
        model.known(),
        model.states(),
        model.target(),
        model.applying(),
        model.selfReverting(),
        model.revertMinutes());
    held.observe(this::showNotice, model.notice());
    held.observe(this::showEffects, effects.shown(), effects.told());
    held.observe(this::tick, place.charts().now());
  }

  private void showNotice() {
    toldAt = place.charts().now().getValue();
    notice.show(model.notice().get());
  }

  private void tick() {
    var now = place.charts().now().getValue();
    var told = model.notice().get();
    if (told != null && told.passes() && (now.isAfter(toldAt.plus(NEWS)) || now.isBefore(toldAt))) {
      model.dismiss();
    }
    strip.show(now);
    if (pace.due(now)) {
      model.refresh();
      effects.refresh(model.known().get().history());
      if (auditPane.node().isVisible()) {
        audit.refresh();
      }
    }
  }

  /** What is told of an effect is told once, when its window is full: whoever looks then or not. */
  private void await() {
    if (!effects.waits()) {
      place.charts().now().removeListener(waiting);
    } else if (pace.due(place.charts().now().getValue())) {
      effects.lookAlone();
    }
  }

  private void search() {
    showAudit(false);
    bar.focusSearch();
  }

  private void turnAudit() {
    if (auditPane.node().isVisible()) {
      showAudit(false);
    } else {
      openAudit();
    }
  }

  private void openAudit() {
    showAudit(true);
    audit.refresh();
    auditPane.focus();
  }

  private void showAudit(boolean on) {
    auditPane.node().setVisible(on);
    body.setVisible(!on);
    bar.showAudit(on);
  }

  private void redraw() {
    list.show();
    bar.show();
    pending.show();
    history.show();
    if (!model.states().get().isEmpty()) {
      begin();
    }
  }

  private void showEffects() {
    effect.show();
    history.show();
  }

  /** Once the parameters are known: the latest change's card, and the place asked for before. */
  private void begin() {
    if (!begun) {
      begun = true;
      var since = place.charts().now().getValue().minus(LATELY);
      model.known().get().history().stream()
          .findFirst()
          .filter(change -> change.time().isAfter(since))
          .ifPresent(
              change -> {
                effects.refresh(model.known().get().history());
                effects.watch(change);
              });
    }
    if (!wanted.isEmpty()) {
      var place = wanted;
      wanted = "";
      reach(place);
    }
  }
}
