package ai.hal9.api.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TuningCatalogueTest {

  @Test
  void defaults_all_passTheirOwnCheck() {
    for (var parameter : TuningCatalogue.all()) {
      assertThat(parameter.check(parameter.defaultValue())).as(parameter.key()).isEmpty();
      assertThat(parameter.trades()).as(parameter.key()).isNotBlank();
      assertThat(TuningCatalogue.find(parameter.key())).contains(parameter);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "performance.signal_buffer_size,10",
    "performance.buffer_flush_ms,50",
    "performance.cache_ttl_seconds,300",
    "performance.cache_max_entries,1000",
    "performance.max_concurrent_signals,8",
    "performance.max_concurrent_neurons,10",
    "database.max_connections,100",
    "database.min_connections,10",
    "database.connection_timeout,30s",
    "database.idle_timeout,10min",
    "database.max_lifetime,30min"
  })
  void defaults_keysOfTheSeeds_areTheSeeds(String key, String value) {
    assertThat(TuningCatalogue.find(key).orElseThrow().defaultValue()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "performance.signal_buffer_size,0",
    "performance.signal_buffer_size,1001",
    "performance.signal_buffer_size,ten",
    "performance.signal_buffer_size,10.5",
    "performance.batching,yes",
    "performance.durability,eventually",
    "database.connection_timeout,30",
    "database.connection_timeout,1ms",
    "claude.mock_fault_rate,1.1",
    "claude.mock_fault_rate,NaN"
  })
  void check_valueNotAllowed_saysWhatIs(String key, String value) {
    var parameter = TuningCatalogue.find(key).orElseThrow();

    assertThat(parameter.check(value))
        .hasValue(new TuningViolation(key, value, parameter.allowed()));
  }
}
