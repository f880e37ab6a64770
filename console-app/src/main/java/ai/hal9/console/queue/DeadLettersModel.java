package ai.hal9.console.queue;

import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Refresh;
import ai.hal9.sim.telemetry.DeadLetter;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The dead letters of a cluster. A decision about them is confirmed before it is sent. */
final class DeadLettersModel {

  private final DeadLetterDesk desk;
  private final Background background;
  private final String readOnly;
  private final Refresh<List<DeadLetter>> refresh;
  private final ReadOnlyObjectWrapper<List<DeadLetter>> letters =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<Question>> question =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  /**
   * A decision that waits to be confirmed.
   *
   * @param about one at least
   */
  record Question(Decision decision, List<DeadLetter> about) {
    Question {
      about = List.copyOf(about);
    }

    /** What would be done, and what that means. */
    String words() {
      var signals = about.stream().mapToInt(letter -> letter.signals().size()).sum();
      var which =
          "%s with %s".formatted(count(about.size(), "dead letter"), count(signals, "signal"));
      return switch (decision) {
        case REDRIVE ->
            "Put back %s? What could not be stored before is tried again.".formatted(which);
        case DISCARD -> "Discard %s? They are lost for good.".formatted(which);
      };
    }
  }

  /**
   * @param readOnly why nothing may be decided; empty where it may
   */
  DeadLettersModel(DeadLetterDesk desk, Background background, String readOnly) {
    this.desk = desk;
    this.background = background;
    this.readOnly = readOnly;
    refresh =
        new Refresh<>(background, desk::list, this::read, problem -> failure.set(words(problem)));
  }

  /** Those that wait for a decision, the oldest first. */
  ReadOnlyObjectProperty<List<DeadLetter>> letters() {
    return letters.getReadOnlyProperty();
  }

  /** Whether the cluster has said which there are. */
  ReadOnlyBooleanProperty known() {
    return known.getReadOnlyProperty();
  }

  /** Why nothing new is known of them; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** What became of the last decision; empty before the first. */
  ReadOnlyStringProperty notice() {
    return notice.getReadOnlyProperty();
  }

  /** Whether a decision is on its way. */
  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** What waits to be confirmed. */
  ReadOnlyObjectProperty<Optional<Question>> question() {
    return question.getReadOnlyProperty();
  }

  /** Why nothing may be decided; empty where it may. */
  String readOnly() {
    return readOnly;
  }

  /** Looks at them anew. */
  void look() {
    refresh.want();
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
  }

  /** Asks whether this is really wanted. */
  void propose(Decision decision, List<DeadLetter> about) {
    if (!readOnly.isEmpty()) {
      notice.set(readOnly);
    } else if (about.isEmpty()) {
      notice.set("No dead letter waits for a decision.");
    } else if (!busy.get()) {
      notice.set("");
      question.set(Optional.of(new Question(decision, about)));
    }
  }

  /** Lets go of what waits to be confirmed; false where nothing does. */
  boolean drop() {
    var waited = question.get().isPresent();
    question.set(Optional.empty());
    return waited;
  }

  /** It is really wanted. */
  void confirm() {
    var asked = question.get();
    question.set(Optional.empty());
    asked.ifPresent(this::send);
  }

  private void send(Question asked) {
    busy.set(true);
    var ids = asked.about().stream().map(DeadLetter::id).toList();
    var _ =
        background.run(
            () -> desk.decide(asked.decision(), ids),
            count -> ended(told(asked, count)),
            problem -> ended(words(problem)));
  }

  private void ended(String told) {
    busy.set(false);
    notice.set(told);
    look();
  }

  private void read(List<DeadLetter> found) {
    failure.set("");
    known.set(true);
    if (!found.equals(letters.get())) {
      letters.set(List.copyOf(found));
    }
  }

  private static String told(Question asked, int count) {
    var gone = asked.about().size() - count;
    return "%s %s.%s"
        .formatted(
            count(count, "dead letter"),
            asked.decision().done(),
            gone > 0 ? " Somebody else had decided about the rest." : "");
  }

  private static String count(int number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  private static String words(Exception problem) {
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }
}
