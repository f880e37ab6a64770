package ai.hal9.console.cache;

import ai.hal9.console.session.EveryMember.Answers;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import ai.hal9.sim.telemetry.Warming;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The warming of all nodes' caches, and how far each node is. */
final class WarmModel {

  private final WarmDesk desk;
  private final Background background;
  private final String readOnly;
  private final Refresh<Answers<Warming>> refresh;
  private final ReadOnlyObjectWrapper<List<Progress>> progress =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  /**
   * One node's.
   *
   * @param share of its keys, from 0 to 1
   * @param words how far it is
   */
  record Progress(String node, double share, boolean running, String words) {

    private static Progress of(String node, Warming warming) {
      var share =
          warming.target() == 0 ? 0 : Math.min(1.0, warming.brought() / (double) warming.target());
      return new Progress(node, share, warming.running(), words(warming));
    }

    private static Progress silent(String node, String why) {
      return new Progress(node, 0, false, "does not answer: " + why);
    }

    private static String words(Warming warming) {
      if (warming.target() == 0) {
        return "not warmed since its start";
      }
      var count = "%,d of %,d keys brought".formatted(warming.brought(), warming.target());
      if (!warming.problem().isEmpty()) {
        return count + ", then: " + warming.problem();
      }
      if (warming.running() || warming.brought() >= warming.target()) {
        return count;
      }
      return warming.brought() == 0
          ? "found nothing to bring: no answer or state was stored yet"
          : "%,d keys brought, all there were".formatted(warming.brought());
    }
  }

  /**
   * @param readOnly why nothing may be begun; empty where it may
   */
  WarmModel(WarmDesk desk, Background background, String readOnly) {
    this.desk = desk;
    this.background = background;
    this.readOnly = readOnly;
    refresh =
        new Refresh<>(background, desk::look, this::show, problem -> failure.set(words(problem)));
  }

  /** Every node's, in the order of their names; empty until one was heard. */
  ReadOnlyObjectProperty<List<Progress>> progress() {
    return progress.getReadOnlyProperty();
  }

  /** Why nothing is known or begun; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Whether the order is on its way, or a node is at it. */
  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why nothing may be begun; empty where it may. */
  String readOnly() {
    return readOnly;
  }

  /** Looks how far they are. */
  void look() {
    refresh.want();
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
  }

  /** Has every node warm its cache. */
  void warm() {
    if (!readOnly.isEmpty()) {
      failure.set(readOnly);
      return;
    }
    if (busy.get()) {
      return;
    }
    busy.set(true);
    refresh.stop();
    var _ =
        background.run(
            desk::warm,
            this::show,
            problem -> {
              busy.set(false);
              failure.set(words(problem));
            });
  }

  private void show(Answers<Warming> answers) {
    failure.set("");
    var all =
        Stream.concat(
                answers.said().entrySet().stream()
                    .map(entry -> Progress.of(entry.getKey(), entry.getValue())),
                answers.silent().entrySet().stream()
                    .map(entry -> Progress.silent(entry.getKey(), entry.getValue())))
            .sorted((one, other) -> one.node().compareTo(other.node()))
            .toList();
    busy.set(all.stream().anyMatch(Progress::running));
    progress.set(all);
  }

  private static String words(Exception problem) {
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }
}
