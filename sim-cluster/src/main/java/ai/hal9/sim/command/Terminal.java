package ai.hal9.sim.command;

import ai.hal9.sim.report.Palette;
import java.nio.charset.StandardCharsets;

/** What this process' terminal can show. */
final class Terminal {

  private Terminal() {}

  static Palette palette(Output output) {
    return Palette.suiting(
        output.terminal(),
        System.out.charset().equals(StandardCharsets.UTF_8),
        System.getenv("NO_COLOR") != null);
  }
}
