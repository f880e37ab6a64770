package ai.hal9.console.tuning;

import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Why a change is made, and for how long. */
final class Terms {

  private static final double LEAST_MINUTES = 0.1;
  private static final double MOST_MINUTES = 1_440;

  private final StringProperty reason = new SimpleStringProperty("");
  private final BooleanProperty selfReverting = new SimpleBooleanProperty();
  private final StringProperty revertMinutes = new SimpleStringProperty("10");

  StringProperty reason() {
    return reason;
  }

  BooleanProperty selfReverting() {
    return selfReverting;
  }

  StringProperty revertMinutes() {
    return revertMinutes;
  }

  /** After which time the change shall revert; empty where it shall not, or where that is wrong. */
  Optional<Duration> revertAfter() {
    return Optional.of(revertMinutes.get().strip())
        .filter(_ -> selfReverting.get())
        .filter(typed -> typed.matches("\\d{1,4}(\\.\\d{1,3})?"))
        .map(Double::parseDouble)
        .filter(minutes -> minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)
        .map(minutes -> Duration.ofSeconds(Math.round(minutes * 60)));
  }

  /** What is wrong with them; empty when nothing is. */
  String obstacle() {
    return selfReverting.get() && revertAfter().isEmpty()
        ? "The time until it reverts must be 0.1 to 1,440 minutes."
        : "";
  }

  /** The terms of a change, as they were when it was sent. */
  record Sent(String reason, boolean selfReverting) {}

  Sent sent() {
    return new Sent(reason.get(), selfReverting.get());
  }

  /** The next change has terms of its own: what was written since stays. */
  void applied(Sent sent) {
    if (reason.get().equals(sent.reason())) {
      reason.set("");
    }
    if (sent.selfReverting()) {
      selfReverting.set(false);
    }
  }
}
