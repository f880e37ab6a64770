package ai.hal9.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.redis.RedisAddresses;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.TuningService;
import ai.hal9.engine.tuning.TuningState;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

  private static final String YAML =
      "node: {name: node-1}\nperformance: {signal_buffer_size: %d}\n";

  @TempDir private Path folder;
  private final List<TelemetryEvent> events = new CopyOnWriteArrayList<>();

  @Test
  void file_changedBetweenReadingAndWatching_isTakenAllTheSame() throws Exception {
    var file = Files.writeString(folder.resolve("node.yaml"), YAML.formatted(20));
    var source = new ConfigSource(file, Map.of());
    var running = ((ConfigReading.Accepted) source.read()).config();
    Files.writeString(file, YAML.formatted(30));

    var tuning = new Taken();
    var redis = RedisURI.create(running.redis().url());
    var relocation = new Relocation(new RedisAddresses(), redis, List.of(), redis, List.of());
    try (var _ = watch(source, running, tuning, relocation)) {
      await().until(() -> !tuning.files.isEmpty());
      assertThat(tuning.files.getFirst()).containsEntry("performance.signal_buffer_size", "30");
      assertThat(events).isEmpty();
    }
  }

  @Test
  void file_withMistakes_isRefusedAndToldOf() throws Exception {
    var file = Files.writeString(folder.resolve("node.yaml"), YAML.formatted(20));
    var source = new ConfigSource(file, Map.of());
    var running = ((ConfigReading.Accepted) source.read()).config();
    Files.writeString(file, YAML.formatted(20) + "nonsense: 1\nworse: 2\n");

    var tuning = new Taken();
    var redis = RedisURI.create(running.redis().url());
    var relocation = new Relocation(new RedisAddresses(), redis, List.of(), redis, List.of());
    try (var _ = watch(source, running, tuning, relocation)) {
      await().until(() -> !events.isEmpty());
      var event = events.getFirst();
      assertThat(event.kind()).isEqualTo(EventKind.CONFIGURATION);
      assertThat(event.details())
          .containsEntry("file", file.toString())
          .containsEntry("mistakes", "2");
      assertThat(event.details().get("first")).isNotBlank();
      assertThat(tuning.files).isEmpty();
    }
  }

  private ConfigWatch watch(
      ConfigSource source, NodeConfig running, TuningService tuning, Relocation relocation) {
    return ConfigWatch.start(
        source, running, tuning, relocation, Meters.none(), events::add, InstantSource.system());
  }

  /** Notes what it is told to take. */
  private static final class Taken implements TuningService {
    final List<Map<String, String>> files = new CopyOnWriteArrayList<>();

    @Override
    public Optional<TuningOutcome> reload(Map<String, String> file) {
      files.add(file);
      return Optional.empty();
    }

    @Override
    public EngineTuning current() {
      return EngineTuning.defaults();
    }

    @Override
    public void onChange(Consumer<EngineTuning> listener) {
      listener.accept(current());
    }

    @Override
    public TuningOutcome apply(TuningChange change, TuningOrigin.Authority authority) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TuningState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<TuningVersion> history(TuningScope scope) {
      return List.of();
    }

    @Override
    public void onLine(Consumer<TuningVersion> listener) {}

    @Override
    public void close() {}
  }
}
