package ai.hal9.console.shell;

import ai.hal9.console.ui.ActionSource;

/** Out of what is open, one thing at a time: what covers the window first. */
final class WayBack {

  private final CommandPalette palette;
  private final Dialogs dialogs;
  private final ShownViews shown;
  private final ShellModel model;
  private final ScreenDeck deck;

  WayBack(
      CommandPalette palette,
      Dialogs dialogs,
      ShownViews shown,
      ShellModel model,
      ScreenDeck deck) {
    this.palette = palette;
    this.dialogs = dialogs;
    this.shown = shown;
    this.model = model;
    this.deck = deck;
  }

  void go() {
    if (palette.isOpen()) {
      palette.close();
    } else if (dialogs.open()) {
      dialogs.escape();
    } else if (shown.sources().stream().noneMatch(ActionSource::back)
        && !model.time().back()
        && Screens.isNode(model.screen().get())) {
      deck.home();
    }
  }
}
