package ai.hal9.console.command;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Whether a window can be opened. */
@FunctionalInterface
interface Display {

  boolean present();

  /** What this process was told: on Linux by its environment; other systems always have one. */
  static Display ofThisProcess() {
    return () -> present(System.getProperty("os.name", ""), System.getenv());
  }

  static boolean present(String system, Map<String, String> environment) {
    return !system.toLowerCase(Locale.ROOT).contains("linux")
        || Stream.of("DISPLAY", "WAYLAND_DISPLAY")
            .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
  }
}
