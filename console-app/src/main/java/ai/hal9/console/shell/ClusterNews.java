package ai.hal9.console.shell;

import ai.hal9.console.events.EventNews;
import ai.hal9.console.loading.LoadEnd;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.time.Instant;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;

/** What happens in a cluster while it is connected to, as toasts over any screen. */
final class ClusterNews extends View {

  private final Workplace place;
  private final ObservableValue<Instant> now;
  private final Toasts toasts;
  private final EventNews events;
  private final LoadEnd load;

  ClusterNews(Workplace place, ObservableValue<Instant> now, Toasts toasts) {
    this.place = place;
    this.now = now;
    this.toasts = toasts;
    events =
        new EventNews(
            place.session().history(),
            place.background(),
            now.getValue(),
            news ->
                toasts.offer(
                    news.bad(),
                    news.words(),
                    new Toasts.Offer("Events", () -> place.open().accept("events"))));
    load = new LoadEnd(place.load(), place.background(), this::ended);
  }

  @Override
  public Parent node() {
    return toasts;
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(() -> events.beat(now.getValue()), now);
    held.add(events::stop);
    held.add(place.load().onNews(UiThread.coalesced(load::look))::close);
  }

  private void ended(LoadEnd.Outcome outcome) {
    if (outcome.run().isEmpty()) {
      toasts.warn(outcome.words());
      return;
    }
    var id = Long.toString(outcome.run().getAsLong());
    toasts.offer(
        outcome.bad(),
        outcome.words(),
        new Toasts.Offer("Open report", () -> place.reach().accept("runs", id)));
  }
}
