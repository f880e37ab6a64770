package ai.hal9.console.events;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.chart.Happened;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;

/** Everything that happened, the newest first, as far as it is looked for. */
final class EventsModel {

  /** Events whose clock is a little ahead count as well. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final ChartContext charts;
  private final StringProperty typed = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable EventKind> kind = new SimpleObjectProperty<>();
  private final ReadOnlyListWrapper<HistoryEvent> found =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final Refresh<List<HistoryEvent>> refresh;
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
  private List<HistoryEvent> all = List.of();

  EventsModel(HistoryStore history, ChartContext charts, Background background) {
    this.charts = charts;
    refresh =
        new Refresh<>(
            background,
            () ->
                history
                    .events(new Window(Instant.EPOCH, charts.now().getValue().plus(AHEAD)))
                    .reversed(),
            heard -> {
              failure.set("");
              all = heard;
              total.set(heard.size());
              search();
            },
            problem ->
                failure.set(
                    "The newest events cannot be listed, and are tried again with the next: "
                        + problem.getMessage()));
    typed.addListener(_ -> search());
    kind.addListener(_ -> search());
  }

  /** What is looked for: words of which each is in the event. */
  StringProperty typed() {
    return typed;
  }

  /** The one kind looked for; null for all. */
  ObjectProperty<@Nullable EventKind> kind() {
    return kind;
  }

  ReadOnlyListProperty<HistoryEvent> found() {
    return found.getReadOnlyProperty();
  }

  /** How many there are, found or not. */
  ReadOnlyIntegerProperty total() {
    return total.getReadOnlyProperty();
  }

  /** Why nothing new is listed; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  void refresh() {
    refresh.want();
  }

  void stop() {
    refresh.stop();
  }

  /** Moves all charts to when it happened. */
  void lookAt(HistoryEvent event) {
    charts.time().lookAt(event.event().time(), charts.visible());
  }

  private void search() {
    var words = typed.get().toLowerCase(Locale.ROOT).strip().split("\\s+", -1);
    var wanted =
        all.stream()
            .filter(event -> kind.get() == null || event.event().kind() == kind.get())
            .filter(event -> Stream.of(words).allMatch(text(event)::contains))
            .toList();
    if (!wanted.equals(found.get())) {
      found.setAll(wanted);
    }
  }

  private static String text(HistoryEvent event) {
    return String.join(
            " ",
            event.event().title(),
            Happened.words(event.event().kind()),
            Happened.who(event),
            Happened.details(event))
        .toLowerCase(Locale.ROOT);
  }

  /** The events found, the oldest first. */
  String csv() {
    return lines(",");
  }

  /** As {@link #csv}, as spreadsheets paste it. */
  String tabbed() {
    return lines("\t");
  }

  private String lines(String separator) {
    return Stream.concat(
            Stream.of(Stream.of("time", "kind", "what", "told by", "details")),
            found.get().reversed().stream()
                .map(
                    event ->
                        Stream.of(
                            event.event().time().toString(),
                            Happened.words(event.event().kind()),
                            event.event().title(),
                            Happened.who(event),
                            Happened.details(event))))
        .map(
            cells ->
                cells
                    .map(cell -> separator.equals(",") ? quoted(cell) : cell)
                    .collect(Collectors.joining(separator)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
