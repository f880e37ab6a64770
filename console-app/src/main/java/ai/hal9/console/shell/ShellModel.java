package ai.hal9.console.shell;

import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.connect.RecentClusters;
import ai.hal9.console.connect.StartCost;
import ai.hal9.console.connect.StartPreset;
import ai.hal9.console.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** What the window is about: the cluster connected to, the screen, and what is remembered. */
final class ShellModel {

  private final ReadOnlyObjectWrapper<@Nullable Session> session = new ReadOnlyObjectWrapper<>();
  private final StringProperty screen;
  private final BooleanProperty navigation;
  private final SharedTime time = new SharedTime();
  private final ObservableSet<String> logarithmic;
  private final RecentClusters recent;
  private final StringProperty files;
  private final ObservableMap<String, StartCost> starts;

  ShellModel(Settings settings) {
    screen = new SimpleStringProperty(settings.screen());
    navigation = new SimpleBooleanProperty(settings.navigation());
    time.span().set(settings.span());
    logarithmic = FXCollections.observableSet(new TreeSet<>(settings.logarithmic()));
    recent = new RecentClusters(settings.recent());
    files = new SimpleStringProperty(settings.files());
    starts = FXCollections.observableMap(new TreeMap<>(settings.starts()));
  }

  /** The cluster connected to; null on the start screen. */
  ReadOnlyObjectProperty<@Nullable Session> session() {
    return session.getReadOnlyProperty();
  }

  /** The screen shown, by id. */
  StringProperty screen() {
    return screen;
  }

  /** Whether the navigation shows words. */
  BooleanProperty navigation() {
    return navigation;
  }

  SharedTime time() {
    return time;
  }

  ObservableSet<String> logarithmic() {
    return logarithmic;
  }

  RecentClusters recent() {
    return recent;
  }

  /** The directory of the file picked last; empty before the first. */
  StringProperty files() {
    return files;
  }

  ObservableMap<String, StartCost> starts() {
    return starts;
  }

  /** Goes on with a cluster. One connected to before is let go of. */
  void open(Session opened) {
    leave();
    time.follow();
    session.set(opened);
  }

  /** Back to the start screen. The cluster is left as it is. */
  void leave() {
    var left = session.get();
    session.set(null);
    if (left != null) {
      left.close();
    }
  }

  void measured(StartPreset preset, StartCost cost) {
    starts.put(preset.id(), cost);
  }

  /** These settings, with what this knows better. */
  Settings settings(Settings window) {
    return new Settings(
        window.x(),
        window.y(),
        window.width(),
        window.height(),
        window.maximized(),
        window.theme(),
        time.span().get(),
        screen.get(),
        navigation.get(),
        Set.copyOf(logarithmic),
        List.copyOf(recent.all()),
        window.targets(),
        files.get(),
        Map.copyOf(starts));
  }
}
