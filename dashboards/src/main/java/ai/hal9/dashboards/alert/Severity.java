package ai.hal9.dashboards.alert;

import java.util.Locale;

/** How bad it is when an alert fires. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  /** The name in labels and files: lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
