package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.Priority;
import ai.hal9.api.signal.SignalRequest;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FlightTest {

  private static SignalCall call(Priority priority) {
    return new SignalCall(new SignalRequest("same", null, null, null, priority), null, 0);
  }

  @Test
  void flight_thatIsToBeTurnedAway_staysOpenWhileItMattersMoreThanWasThought() {
    var flight = new Flight(call(Priority.NORMAL));
    var heard = new ArrayList<Priority>();

    flight.tell(heard::add);

    assertThat(heard).containsExactly(Priority.NORMAL);
    assertThat(flight.closed(Priority.LOW)).isFalse();
    assertThat(flight.closed(Priority.NORMAL)).isTrue();
    assertThat(flight.land()).isNull();
  }
}
