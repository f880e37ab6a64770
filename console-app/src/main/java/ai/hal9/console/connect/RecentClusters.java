package ai.hal9.console.connect;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The clusters attached to before, the latest first; each address once. For the UI thread. */
public final class RecentClusters {

  private static final int MOST = 8;

  private final ObservableList<RecentCluster> all;

  public RecentClusters(List<RecentCluster> before) {
    all = FXCollections.observableArrayList(before);
  }

  /**
   * The clusters that are remembered elsewhere, with the changes that led from those before to
   * these.
   */
  public static List<RecentCluster> onto(
      List<RecentCluster> elsewhere, List<RecentCluster> before, List<RecentCluster> now) {
    if (now.equals(before)) {
      return elsewhere;
    }
    // what has not changed here is as it is elsewhere, and may be gone there
    var kept =
        now.stream()
            .flatMap(known -> before.contains(known) ? at(known, elsewhere) : Stream.of(known));
    var added =
        elsewhere.stream()
            .filter(known -> at(known, now).findAny().isEmpty())
            .filter(known -> at(known, before).findAny().isEmpty());
    return Stream.concat(kept, added).toList();
  }

  private static Stream<RecentCluster> at(RecentCluster cluster, List<RecentCluster> among) {
    return among.stream().filter(known -> known.url().equals(cluster.url()));
  }

  /** All of them, as they change. */
  public ObservableList<RecentCluster> all() {
    return all;
  }

  /** The one at an address. */
  Optional<RecentCluster> at(URI url) {
    return all.stream().filter(known -> known.url().equals(url)).findFirst();
  }

  /**
   * Puts a cluster first.
   *
   * @return those there is no room for any more
   */
  List<RecentCluster> remember(RecentCluster attached) {
    var ordered =
        Stream.concat(
                Stream.of(attached),
                List.copyOf(all).stream().filter(known -> !known.url().equals(attached.url())))
            .toList();
    var room = Math.min(MOST, ordered.size());
    all.setAll(ordered.subList(0, room));
    return ordered.subList(room, ordered.size());
  }

  void forget(RecentCluster gone) {
    all.removeIf(known -> known.url().equals(gone.url()));
  }

  /** Says of a cluster whether it is a production cluster. */
  void mark(RecentCluster cluster, boolean production) {
    all.replaceAll(known -> known.url().equals(cluster.url()) ? known.marked(production) : known);
  }
}
