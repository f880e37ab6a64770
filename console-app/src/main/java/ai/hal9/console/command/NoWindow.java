package ai.hal9.console.command;

/** What to tell when JavaFX finds no display or lacks a system library. */
final class NoWindow {

  private NoWindow() {}

  static String words(Throwable failure) {
    return "hal9: no window can be opened here: "
        + failure.getMessage()
        + "\n      Check DISPLAY; on Debian the window also needs:"
        + " sudo apt install libgtk-3-0 libxtst6 libgl1 libxxf86vm1";
  }
}
