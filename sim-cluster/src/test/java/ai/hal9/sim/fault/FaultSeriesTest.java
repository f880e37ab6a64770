package ai.hal9.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultSeriesTest {

  private static final List<Fault> FAULTS = List.of(new Nothing("flood"), new Nothing("fire"));

  private final List<List<String>> told = new ArrayList<>();

  /** A fault that does nothing. */
  private record Nothing(String name) implements Fault {
    @Override
    public String what() {
      return name;
    }

    @Override
    public void strike(Site site, Load load) {}
  }

  @Test
  void everyFault_isRunWithEachDurability_andWhatIsKnownIsToldAfterEach() throws Exception {
    series(Durability.values()).run(FaultSeriesTest::ran, this::tell);
    assertThat(told)
        .containsExactly(
            List.of("flood +", "fire", "flood", "fire"),
            List.of("flood +", "fire +", "flood", "fire"),
            List.of("flood +", "fire +", "flood +", "fire"),
            List.of("flood +", "fire +", "flood +", "fire +"));
  }

  @Test
  void series_thatIsInterrupted_hasToldWhatWasRunAndWhatWasNot() {
    assertThatThrownBy(
            () ->
                series(Durability.COMMITTED)
                    .run(
                        (fault, durability) -> {
                          if (!told.isEmpty()) {
                            throw new InterruptedException();
                          }
                          return ran(fault, durability);
                        },
                        this::tell))
        .isInstanceOf(InterruptedException.class);
    assertThat(told).containsExactly(List.of("flood +", "fire"));
  }

  private static FaultSeries series(Durability... durabilities) {
    return new FaultSeries(FAULTS, List.of(durabilities));
  }

  private static FaultOutcome ran(Fault fault, Durability durability) {
    return new FaultOutcome.LeftOut(fault.name(), fault.what(), durability, "a test");
  }

  private void tell(List<FaultOutcome> outcomes) {
    told.add(
        outcomes.stream()
            .map(
                outcome ->
                    outcome instanceof FaultOutcome.NotRun
                        ? outcome.fault()
                        : outcome.fault() + " +")
            .toList());
  }
}
