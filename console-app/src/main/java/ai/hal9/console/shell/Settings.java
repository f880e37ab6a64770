package ai.hal9.console.shell;

import ai.hal9.console.chart.Span;
import ai.hal9.console.connect.RecentCluster;
import ai.hal9.console.connect.RecentClusters;
import ai.hal9.console.connect.StartCost;
import ai.hal9.console.ui.ThemeChoice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the window remembers from one time to the next. No secret is among it.
 *
 * @param x of the window, in screen pixels
 * @param y likewise
 * @param width of the window; at least 900
 * @param height of the window; at least 600
 * @param maximized whether it filled the screen
 * @param theme which colours
 * @param span how much of the past was on screen
 * @param screen the screen last seen, by id
 * @param navigation whether the navigation shows words beside its icons
 * @param logarithmic the charts whose value axis goes by powers of ten, by id
 * @param recent clusters attached to, the latest first
 * @param targets whose service levels values are measured against, by name
 * @param files the directory of the file picked last; empty before the first
 * @param starts what starting each preset took on this machine the last time, by preset
 */
public record Settings(
    double x,
    double y,
    double width,
    double height,
    boolean maximized,
    ThemeChoice theme,
    Span span,
    String screen,
    boolean navigation,
    Set<String> logarithmic,
    List<RecentCluster> recent,
    String targets,
    String files,
    Map<String, StartCost> starts) {

  private static final double LEAST_WIDTH = 900;
  private static final double LEAST_HEIGHT = 600;

  public static final Settings FIRST =
      new Settings(
          0,
          0,
          1440,
          900,
          false,
          ThemeChoice.SYSTEM,
          Span.MINUTES_5,
          "overview",
          true,
          Set.of(),
          List.of(),
          "",
          "",
          Map.of());

  public Settings {
    width = Math.max(width, LEAST_WIDTH);
    height = Math.max(height, LEAST_HEIGHT);
    logarithmic = Set.copyOf(logarithmic);
    recent = List.copyOf(recent);
    // a file of an earlier version does not name them
    targets = Objects.requireNonNullElse(targets, "");
    files = Objects.requireNonNullElse(files, "");
    starts = Map.copyOf(starts);
  }

  /**
   * What is remembered elsewhere, with the changes that led from what was remembered before to
   * this.
   */
  Settings onto(Settings elsewhere, Settings before) {
    var window = window().equals(before.window()) ? elsewhere : this;
    return new Settings(
        window.x,
        window.y,
        window.width,
        window.height,
        window.maximized,
        newer(theme, before.theme, elsewhere.theme),
        newer(span, before.span, elsewhere.span),
        newer(screen, before.screen, elsewhere.screen),
        newer(navigation, before.navigation, elsewhere.navigation),
        newer(logarithmic, before.logarithmic, elsewhere.logarithmic),
        RecentClusters.onto(elsewhere.recent, before.recent, recent),
        newer(targets, before.targets, elsewhere.targets),
        newer(files, before.files, elsewhere.files),
        newer(starts, before.starts, elsewhere.starts));
  }

  /** With the window at another place. */
  Settings at(double x, double y, double width, double height) {
    return new Settings(
        x,
        y,
        width,
        height,
        maximized,
        theme,
        span,
        screen,
        navigation,
        logarithmic,
        recent,
        targets,
        files,
        starts);
  }

  private List<Object> window() {
    return List.of(x, y, width, height, maximized);
  }

  private static <T> T newer(T now, T before, T elsewhere) {
    return now.equals(before) ? elsewhere : now;
  }
}
