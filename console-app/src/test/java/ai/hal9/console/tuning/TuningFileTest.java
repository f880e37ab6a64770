package ai.hal9.console.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.yaml.YamlError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningFileTest {

  private static final Map<String, String> DEFAULTS =
      TuningCatalogue.all().stream()
          .collect(Collectors.toMap(TuningParameter::key, TuningParameter::defaultValue));

  @Test
  void read_everyMistake_isNamedWithItsLine() {
    var read =
        read(
            """
            performance:
              signal_buffer_sise: 10
              buffer_flush_ms: 0
              batching: maybe
            cash:
              ttl: 1
            redis:
              connection_timeout: 250
            profile: seed-9
            """);

    assertThat(read.errors())
        .extracting(YamlError::text)
        .containsExactly(
            "line 2: performance.signal_buffer_sise: is unknown; did you mean"
                + " 'performance.signal_buffer_size'?",
            "line 3: performance.buffer_flush_ms: '0' is not allowed (1 to 10000 ms)",
            "line 4: performance.batching: 'maybe' is not allowed (on, off)",
            "line 6: cash: is unknown; did you mean 'cache'?",
            "line 8: redis.connection_timeout: '250' is not allowed (1ms to 1min)",
            "line 9: profile: must be one of seed-1, seed-2, seed-3, seed-4, seed-5, production");
  }

  @Test
  void read_valuesThatContradictEachOther_areNamedWithTheLine() {
    var read = read("database:\n  min_connections: 40\n  max_connections: 20\n");

    assertThat(read.errors())
        .extracting(YamlError::text)
        .containsExactly(
            "line 3: database.max_connections: the pool would keep at least 40 and at most 20"
                + " connections");
  }

  @Test
  void read_noYaml_isSaidWithItsLine() {
    assertThat(read("performance:\n  batching: [on").errors())
        .singleElement()
        .satisfies(error -> assertThat(error.text()).matches("line \\d: this is no YAML.*"));
  }

  @Test
  void read_aWholeConfiguration_takesItsTuning_andTellsWhatItLeavesOut() {
    var read =
        read(
            """
            profile: seed-5
            node:
              name: node-1
            database:
              url: jdbc:postgresql://localhost/hal9
              idle_timeout: 2min
            server:
              max_connections: 5
            performance:
              batching: true
            """);

    assertThat(read.errors()).isEmpty();
    assertThat(read.values())
        .containsEntry("performance.batching", "on")
        .containsEntry("database.idle_timeout", "2min")
        .as("of the profile")
        .containsEntry("performance.cache_ttl_seconds", "60")
        .doesNotContainKey("server.max_connections");
    assertThat(read.leftOut())
        .extracting(YamlError::key)
        .containsExactly(
            // of the profile
            "database.statement_cache_capacity", "node", "database.url", "server.max_connections");
  }

  @Test
  void written_readsBackAsTheSame() {
    var values = new TreeMap<>(DEFAULTS);
    values.put("performance.signal_buffer_size", "77");
    values.put("performance.caching", "off");
    values.put("claude.mock_fault_rate", "0.25");
    values.put("circuit_breaker.timeout", "90s");

    var text = TuningFile.write(List.of("head"), TuningCatalogue.all(), values);
    var read = TuningFile.read(text, TuningCatalogue.all(), values);

    assertThat(read.errors()).isEmpty();
    assertThat(read.leftOut()).isEmpty();
    values
        .keySet()
        .removeIf(
            key -> TuningCatalogue.find(key).orElseThrow().application() == Application.RESTART);
    assertThat(read.values()).isEqualTo(values);
  }

  @Test
  void written_saysUnitRangeAndDefault() {
    assertThat(TuningFile.write(List.of("head"), TuningCatalogue.all(), DEFAULTS))
        .startsWith("# head\n")
        .contains("  buffer_flush_ms: 50                  # 1 to 10000 ms; default 50\n")
        .containsPattern("  io_threads: \\d+ +# 1 to 256 threads; default \\d+; on restart\n");
  }

  @Test
  void preset_saved_isThereAgain_andGoneWhenDeleted(@TempDir Path directory) throws IOException {
    var folder = new PresetFolder(directory.resolve("presets"));
    assertThat(folder.read().presets()).isEmpty();

    folder.save("night", Map.of("performance.signal_buffer_size", "77"));
    assertThat(folder.read().presets())
        .containsExactly(Preset.saved("night", Map.of("performance.signal_buffer_size", "77")));

    Files.writeString(directory.resolve("presets/broken.yaml"), "performance:\n  batching: 7\n");
    var content = folder.read();
    assertThat(content.presets()).hasSize(1);
    assertThat(content.problems()).singleElement().asString().contains("broken.yaml: line 2");

    folder.delete("night");
    assertThat(folder.read().presets()).isEmpty();
  }

  @Test
  void presets_bundled_areAllowed() {
    for (var preset : Preset.bundled()) {
      assertThat(preset.values()).isNotEmpty();
      preset
          .values()
          .forEach(
              (key, value) ->
                  assertThat(TuningCatalogue.find(key).orElseThrow().check(value)).isEmpty());
    }
  }

  private static TuningFile.Read read(String text) {
    return TuningFile.read(text, TuningCatalogue.all(), DEFAULTS);
  }
}
