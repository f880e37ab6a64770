package ai.hal9.dashboards.catalog;

import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.DashboardReading;
import ai.hal9.dashboards.model.DashboardYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The dashboards that come with the product. */
public final class BundledDashboards {

  private static final List<String> NAMES =
      List.of(
          "overview",
          "cache",
          "pools",
          "pipeline",
          "queue",
          "shards",
          "model",
          "stores",
          "sessions",
          "games",
          "jvm",
          "performance");

  private BundledDashboards() {}

  /** Their names, in the order of the screens. */
  public static List<String> names() {
    return NAMES;
  }

  /** All of them, in the order of the screens. */
  public static List<Dashboard> all() {
    return NAMES.stream().map(BundledDashboards::read).toList();
  }

  /** The one of this name. */
  public static Optional<Dashboard> named(String name) {
    return NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();
  }

  private static Dashboard read(String name) {
    return switch (DashboardYaml.read(name, text(name))) {
      case DashboardReading.Accepted(var dashboard) -> dashboard;
      case DashboardReading.Rejected(var errors) ->
          throw new IllegalStateException(name + ".yaml: " + errors);
    };
  }

  /** The text of a bundled file of this package. */
  static String text(String name) {
    try (var in = BundledDashboards.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException(name + ".yaml was not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
