package ai.hal9.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningViolation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TuningRulesTest {

  private static final Map<String, String> IN_FORCE = EngineTuning.defaults().values();

  @Test
  void violations_severalBadValues_areAllNamed() {
    var found =
        check(
            TuningScope.NODE,
            Map.of(
                "performance.signal_buffer_sise", "10",
                "performance.buffer_flush_ms", "0",
                "server.io_threads", "4",
                "performance.batching", "on"));

    assertThat(found)
        .extracting(TuningViolation::toString)
        .containsExactly(
            "performance.buffer_flush_ms: '0' is not allowed (1 to 10000 ms)",
            "performance.signal_buffer_sise: '10' is not allowed (no such parameter; did you mean"
                + " performance.signal_buffer_size)",
            "server.io_threads: '4' is not allowed (takes effect on restart only: set it in the"
                + " configuration file)");
  }

  @Test
  void violations_minimumAboveMaximum_isRefusedInEitherOrder() {
    assertThat(check(TuningScope.NODE, Map.of("database.min_connections", "101")))
        .extracting(TuningViolation::key)
        .containsExactly("database.min_connections");
    assertThat(check(TuningScope.NODE, Map.of("database.max_connections", "9")))
        .extracting(TuningViolation::allowed)
        .containsExactly("the pool would keep at least 10 and at most 9 connections");
    assertThat(
            check(
                TuningScope.NODE,
                Map.of("database.max_connections", "5", "database.min_connections", "5")))
        .isEmpty();
  }

  @Test
  void violations_connectionsBeyondTheServers_spellOutTheSum() {
    assertThat(check(TuningScope.CLUSTER, Map.of("database.max_connections", "116"))).isEmpty();
    assertThat(check(TuningScope.CLUSTER, Map.of("database.max_connections", "117")))
        .extracting(TuningViolation::allowed)
        .containsExactly(
            "3 nodes x 117 + 6 reserved = 357, more than PostgreSQL's max_connections of 356");
    assertThat(check(TuningScope.NODE, Map.of("database.max_connections", "150"))).isEmpty();
    assertThat(check(TuningScope.NODE, Map.of("database.max_connections", "151")))
        .extracting(TuningViolation::allowed)
        .containsExactly(
            "2 other nodes x 100 + 151 + 6 reserved = 357, more than PostgreSQL's max_connections"
                + " of 356");
  }

  @Test
  void violations_serverSilent_refusesOnlyWhatNeedsIt() {
    var rules = new TuningRules(Optional::empty, Optional::empty);

    assertThat(
            rules.violations(
                TuningScope.NODE, Map.of("performance.batching", "off"), IN_FORCE, IN_FORCE))
        .isEmpty();
    assertThat(
            rules.violations(
                TuningScope.NODE, Map.of("database.max_connections", "20"), IN_FORCE, IN_FORCE))
        .hasSize(1);
  }

  @Test
  void violations_queuedOverARedisThatMayLose_saysWhy() {
    var queued = Map.of("performance.durability", "queued");

    assertThat(
            new TuningRules(Optional::empty, () -> Optional.of("its appendfsync is everysec"))
                .violations(TuningScope.CLUSTER, queued, IN_FORCE, IN_FORCE))
        .extracting(TuningViolation::allowed)
        .containsExactly("its appendfsync is everysec");
    assertThat(
            new TuningRules(Optional::empty, Optional::empty)
                .violations(TuningScope.CLUSTER, queued, IN_FORCE, IN_FORCE))
        .isEmpty();
  }

  private static List<TuningViolation> check(TuningScope scope, Map<String, String> values) {
    var rules =
        new TuningRules(() -> Optional.of(new ConnectionBudget.Room(3, 6, 356)), Optional::empty);
    return rules.violations(scope, values, IN_FORCE, IN_FORCE);
  }
}
