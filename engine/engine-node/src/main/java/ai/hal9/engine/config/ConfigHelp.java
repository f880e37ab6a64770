package ai.hal9.engine.config;

import java.util.Map;
import java.util.stream.Collectors;

/** The list of all keys with defaults, for {@code --help}. */
public final class ConfigHelp {

  private ConfigHelp() {}

  /** One line for each key: the key, its default, what is allowed, what it means. */
  public static String text() {
    var bySection =
        Settings.all().stream().collect(Collectors.groupingBy(Setting::section)).entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .toList();
    var help = new StringBuilder();
    for (var section : bySection) {
      if (!section.getKey().isEmpty()) {
        help.append(section.getKey()).append(":\n");
      }
      for (var setting : section.getValue()) {
        help.append(line(setting));
      }
    }
    return help.append(
            """
            claude.mock_responses:   per layer a list of {trigger, response, delay_ms}
            database.shards:         shards beyond the first, a list of {id: 1 and up, primary: JDBC URL,
                                     username, password_file, replicas, key_range}
            neurons:                 a list of {id, layer: L4|L3|L2, forward_connections: [ids]};
                                     default strategist -> designer -> implementer
            """)
        .toString();
  }

  private static String line(Setting setting) {
    var name =
        setting.key().substring(setting.section().isEmpty() ? 0 : setting.section().length() + 1);
    var indent = setting.section().isEmpty() ? "" : "  ";
    var value = setting.defaultValue().isEmpty() ? "(none)" : setting.defaultValue();
    return "%s%-24s %-12s %s%n%s%-24s allowed: %s%n"
        .formatted(indent, name + ":", value, setting.meaning(), indent, "", setting.allowed());
  }
}
