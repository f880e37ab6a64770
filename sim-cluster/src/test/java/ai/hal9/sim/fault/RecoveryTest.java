package ai.hal9.sim.fault;

import static ai.hal9.sim.fault.LoadScript.bad;
import static ai.hal9.sim.fault.LoadScript.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RecoveryTest {

  private static final Duration QUICK = Duration.ofMillis(1);
  private static final long MILLI = 1_000_000;

  @Test
  void service_neverAway_isBackAtOnce() {
    var load = new LoadScript().from(ms(0), ms(10_000), QUICK, good());
    assertThat(after(load, 3_000, 10_000)).hasValue(MILLI);
  }

  @Test
  void refusals_untilAMoment_recoveryIsThatMoment() {
    var load =
        new LoadScript()
            .from(ms(0), ms(3_000), QUICK, good())
            .from(ms(3_000), ms(5_500), QUICK, bad("503"))
            .from(ms(5_500), ms(9_000), QUICK, good());
    assertThat(after(load, 3_500, 9_000)).hasValue(2_001 * MILLI);
  }

  @Test
  void onePercentRefused_isNotGood_lessIs() {
    var load =
        new LoadScript()
            .from(ms(0), ms(990), QUICK, good())
            .from(ms(990), ms(1_000), QUICK, bad("503"))
            .from(ms(1_000), ms(4_000), QUICK, good());
    // the window of [0, 1 s) has 1 of 100; so has every one up to the refusal at 0.991 s
    assertThat(after(load, 0, 4_000)).hasValue(1_001 * MILLI);
    assertThat(
            after(
                new LoadScript()
                    .from(ms(0), ms(4_000), QUICK, good())
                    .from(ms(0), ms(1_000), QUICK, good())
                    .also(ms(500), ms(501), bad("503")),
                0,
                4_000))
        .hasValue(MILLI);
  }

  @Test
  void answersMissing_withoutAnyRefusal_isNotGood() {
    // nothing comes to an end between 2 and 6 s: what was due then is answered at 6 s
    var load = new LoadScript().from(ms(0), ms(2_000), QUICK, good());
    for (var due = 2_000; due < 6_000; due += 10) {
      load.also(ms(due), ms(6_000), good());
    }
    load.from(ms(6_000), ms(9_000), QUICK, good());
    assertThat(after(load, 2_000, 9_000)).hasValue(4_000 * MILLI);
  }

  @Test
  void throughput_of94Percent_isNotGood_of95Is() {
    assertThat(after(withAnswers(94), 0, 1_000)).isEmpty();
    assertThat(after(withAnswers(95), 0, 1_000)).hasValue(MILLI);
  }

  @Test
  void windowNotOverYet_isNotJudged() {
    var load = new LoadScript().from(ms(0), ms(1_000), QUICK, good());
    assertThat(after(load, 0, 999)).isEmpty();
    assertThat(after(load, 0, 1_000)).hasValue(MILLI);
  }

  @Test
  void nothingOffered_isNotBack() {
    assertThat(after(new LoadScript(), 0, 5_000)).isEmpty();
  }

  /** A second in which so many of a hundred are answered; the others are not in it. */
  private static LoadScript withAnswers(int answered) {
    var load = new LoadScript();
    for (var i = 0L; i < 100; i++) {
      load.also(ms(i * 10), ms(i < answered ? i * 10 + 1 : 5_000), good());
    }
    return load;
  }

  private static OptionalLong after(LoadScript load, long from, long until) {
    return Recovery.after(load.entries(), from * MILLI, until * MILLI);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
