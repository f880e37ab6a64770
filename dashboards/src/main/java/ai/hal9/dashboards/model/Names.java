package ai.hal9.dashboards.model;

import java.util.regex.Pattern;

/** What a dashboard, a panel or a screen may be called. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private Names() {}

  static void check(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s is lower case letters, digits and hyphens, at most 63, not '%s'"
              .formatted(what, name));
    }
  }

  static void title(String title) {
    if (title.isBlank()) {
      throw new IllegalArgumentException("a title is missing");
    }
  }
}
