package ai.hal9.dashboards.catalog;

import ai.hal9.dashboards.model.DashboardReading;

/**
 * A dashboard there is, or a file that should be one.
 *
 * @param name the dashboard's
 * @param origin whose it is
 * @param reading what came of reading it; a bundled one is always accepted
 */
public record DashboardEntry(String name, Origin origin, DashboardReading reading) {

  /** Whose a dashboard is. */
  public enum Origin {
    BUNDLED,
    /** A file of the user's; it stands in for a bundled one of the same name. */
    USER
  }
}
