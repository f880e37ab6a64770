package ai.hal9.console.shell;

import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.chart.Span;
import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Theme;
import ai.hal9.console.ui.ThemeChoice;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Which cluster, how well it is heard, which stretch of time, how busy it is. */
final class TopBar extends View {

  /** The width from which on everything has its words. */
  private static final double ROOMY = 1_250;

  private final Session session;
  private final ConnectionModel connection;
  private final SharedTime time;
  private final ObservableValue<Instant> now;
  private final Button pause;
  private final Map<Span, ToggleButton> spanButtons = new EnumMap<>(Span.class);
  private final HBox root = new HBox();

  TopBar(
      Session session,
      ConnectionModel connection,
      SharedTime time,
      ObservableValue<Instant> now,
      Theme theme,
      Node runningLoad,
      Parent alerts,
      Runnable palette) {
    this.session = session;
    this.connection = connection;
    this.time = time;
    this.now = now;
    pause =
        Parts.button(
            "pause", "Pause", Material2OutlinedMZ.PAUSE, () -> time.togglePause(now.getValue()));
    root.setId("top-bar");
    root.getStyleClass().add("top-bar");
    root.setAlignment(Pos.CENTER_LEFT);
    root.getChildren()
        .addAll(
            Parts.label(session.name(), "cluster-name"),
            badge(),
            heard(),
            Parts.filler(),
            runningLoad,
            load(runningLoad),
            alerts,
            spans(),
            pause,
            Parts.iconButton(
                "open-palette",
                "All actions and screens (Ctrl+K)",
                Material2OutlinedMZ.SEARCH,
                palette),
            themes(theme));
    // where room is short, the running load's words give way
    root.getChildren().stream()
        .filter(part -> part instanceof Region && !part.equals(runningLoad))
        .forEach(part -> ((Region) part).setMinWidth(Region.USE_PREF_SIZE));
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  protected void onShown(Bag held) {
    held.add(session.feed().onNews(UiThread.paced(connection::news))::close);
    held.add(connection::stop);
    held.observe(() -> connection.at(now.getValue()), now);
    held.observe(this::showPause, time.pausedAt(), time.zoomed());
    held.observe(this::showSpan, time.span());
  }

  private void showSpan() {
    spanButtons.forEach((span, button) -> button.setSelected(span == time.span().get()));
  }

  private void showPause() {
    var live = time.live();
    pause.setText(live ? "Pause" : "Go live");
    pause.setGraphic(Parts.icon(live ? Material2OutlinedMZ.PAUSE : Material2OutlinedMZ.PLAY_ARROW));
    Parts.style(pause, "accent", !live);
  }

  private Label badge() {
    var elsewhere = session.readOnly();
    var badge = Parts.label(badgeWords(session.production(), session.local()), "badge");
    badge.setId("badge");
    badge.setGraphic(
        Parts.icon(
            session.production()
                ? Material2OutlinedMZ.SECURITY
                : session.local() ? Material2OutlinedAL.COMPUTER : Material2OutlinedAL.CLOUD));
    Parts.style(badge, "remote", !session.local() && !session.production());
    Parts.style(badge, "production", session.production());
    var where =
        elsewhere.isEmpty()
            ? "This cluster runs on this machine, at " + session.address() + "."
            : elsewhere + " The console only looks: it changes nothing there.";
    Parts.explain(badge, session.production() ? where + " You marked it as production." : where);
    return badge;
  }

  private static String badgeWords(boolean production, boolean local) {
    var words = production ? "Production" : local ? "Local" : "Remote";
    return local ? words : words + " · read-only";
  }

  private HBox heard() {
    var icon = new FontIcon(Health.UNKNOWN.icon());
    var words = Parts.label("", "connection-words");
    words.setId("connection");
    words.textProperty().bind(connection.words());
    var heard = new HBox(icon, words);
    heard.getStyleClass().add("connection");
    heard.setAlignment(Pos.CENTER_LEFT);
    connection
        .reason()
        .subscribe(
            text ->
                Parts.explain(
                    heard, text.isEmpty() ? "Every node of the cluster is heard." : text));
    connection
        .health()
        .subscribe(
            health -> {
              icon.setIconCode(health.icon());
              for (var each : Health.values()) {
                Parts.style(heard, each.tone().style(), each == health);
              }
            });
    return heard;
  }

  private HBox load(Node running) {
    var words = Parts.label("", "load-value");
    words.setId("load");
    words.textProperty().bind(connection.load());
    var caption = Parts.label("", "muted");
    caption
        .textProperty()
        .bind(Bindings.when(running.visibleProperty()).then("arriving").otherwise("Load"));
    var load = new HBox(caption, words);
    // where room is short, the load this console sends stands for what arrives
    load.visibleProperty()
        .bind(running.visibleProperty().not().or(root.widthProperty().greaterThan(ROOMY)));
    load.managedProperty().bind(load.visibleProperty());
    load.getStyleClass().add("load");
    load.setAlignment(Pos.CENTER_LEFT);
    Parts.explain(load, "Signals that arrive at all nodes together, over the last five seconds.");
    return load;
  }

  private HBox spans() {
    var group = new ToggleGroup();
    var buttons = new HBox();
    buttons.setId("spans");
    buttons.getStyleClass().add("spans");
    for (var span : Span.values()) {
      var button = new ToggleButton(span.words());
      button.setId("span-" + span.name().toLowerCase(Locale.ROOT));
      button.setToggleGroup(group);
      button.getStyleClass().add(style(span));
      button.setAccessibleText("Show the last " + span.words());
      button.setOnAction(
          _ -> {
            button.setSelected(true);
            time.span().set(span);
          });
      spanButtons.put(span, button);
      buttons.getChildren().add(button);
    }
    return buttons;
  }

  private static String style(Span span) {
    return span == Span.MINUTE ? "left-pill" : span == Span.ALL ? "right-pill" : "center-pill";
  }

  /** A menu of the themes there are. */
  static MenuButton themes(Theme theme) {
    var menu = new MenuButton("", Parts.icon(Material2OutlinedAL.BRIGHTNESS_4));
    menu.setId("theme");
    menu.getStyleClass().addAll("flat", "no-arrow", "icon-button");
    menu.setAccessibleText("Theme");
    Parts.explain(menu, "Dark, light, or as the desktop is set");
    var chosen = new ArrayList<Runnable>();
    for (var choice : ThemeChoice.values()) {
      var item = new RadioMenuItem(choice.words());
      item.setId("theme-" + choice.name().toLowerCase(Locale.ROOT));
      item.setOnAction(_ -> theme.choice().set(choice));
      menu.getItems().add(item);
      chosen.add(() -> item.setSelected(theme.choice().get() == choice));
    }
    // asked for when it opens: the theme outlives every bar, and would keep all that it told
    menu.setOnShowing(_ -> chosen.forEach(Runnable::run));
    return menu;
  }
}
