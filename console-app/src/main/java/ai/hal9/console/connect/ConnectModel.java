package ai.hal9.console.connect;

import ai.hal9.console.ui.Refresh;
import ai.hal9.sim.cluster.ClusterState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The start screen: what can be opened, and the two ways to more. */
final class ConnectModel {

  private final Doors doors;
  private final StartModel start;
  private final AttachModel attach;
  private final ObservableList<ClusterState> running = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final BooleanExpression busy;
  private final Refresh<List<ClusterState>> look;

  ConnectModel(Doors doors) {
    this.doors = doors;
    start =
        new StartModel(
            doors.control(),
            doors.background(),
            doors.ui(),
            doors.clock(),
            doors.measured(),
            doors.opened());
    attach = new AttachModel(doors);
    busy = start.starting().or(attach.trying());
    look =
        new Refresh<>(
            doors.background(),
            () -> StartModel.running(doors.control()),
            this::found,
            this::unknown);
  }

  StartModel start() {
    return start;
  }

  AttachModel attach() {
    return attach;
  }

  /**
   * Whether a cluster is on its way into the window. Until it is there, or is not to come, no other
   * may be opened: its end would be nobody's business.
   */
  BooleanExpression busy() {
    return busy;
  }

  /** The clusters that run on this machine. */
  ObservableList<ClusterState> running() {
    return running;
  }

  /** Why it is not known which clusters run on this machine, and what to do; empty when it is. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Stops one of them, where the user agrees. */
  void stop(ClusterState cluster) {
    doors.stop().accept(cluster.name());
  }

  /** The clusters attached to before. */
  RecentClusters recent() {
    return doors.recent();
  }

  /** What starting this took the last time; empty before the first. */
  Optional<StartCost> cost(StartPreset preset) {
    return Optional.ofNullable(doors.costs().get().get(preset.id()));
  }

  /**
   * Whether anything was started from here before; the first start also unpacks the stores and
   * trains the nodes' cache.
   */
  boolean startedBefore() {
    return !doors.costs().get().isEmpty();
  }

  /** Looks again which clusters run. */
  void look() {
    look.want();
  }

  private void found(List<ClusterState> states) {
    failure.set("");
    if (!states.equals(running)) {
      running.setAll(states);
      start.avoid(states.stream().map(ClusterState::name).collect(Collectors.toSet()));
    }
  }

  private void unknown(Exception why) {
    running.clear();
    failure.set(
        ("Which clusters run on this machine cannot be found out, and is tried again every second:"
                + " %s. Meanwhile, attach to one by its address.")
            .formatted(why.getMessage()));
  }
}
