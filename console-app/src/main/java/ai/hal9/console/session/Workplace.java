package ai.hal9.console.session;

import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.loading.LoadDesk;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.UiThread;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a screen may use.
 *
 * @param session the cluster it shows
 * @param charts what its charts share with all others
 * @param background where it works
 * @param directory where the console keeps the user's own files
 * @param load where load is ordered and followed
 * @param open goes to another screen, by its id; without effect when there is none of that id
 * @param reach goes to a place in another screen, both by their ids
 */
public record Workplace(
    Session session,
    ChartContext charts,
    Background background,
    Path directory,
    LoadDesk load,
    Consumer<String> open,
    BiConsumer<String, String> reach) {

  /**
   * Calls for another picture while a view is shown: when something was heard, and when another
   * stretch of time is wanted.
   */
  public void whenNew(Bag held, Runnable refresh) {
    held.add(session.onAdvance(UiThread.spaced(refresh))::close);
    held.observe(refresh, charts.time().span(), charts.time().zoomed(), charts.time().pausedAt());
  }
}
