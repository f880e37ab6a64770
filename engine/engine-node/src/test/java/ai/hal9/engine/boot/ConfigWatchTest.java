package ai.hal9.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.redis.RedisAddresses;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.TuningService;
import ai.hal9.engine.tuning.TuningState;
import io.lettuce.core.RedisURI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

  private static final String YAML =
      "node: {name: node-1}\nperformance: {signal_buffer_size: %d}\n";

  @TempDir private Path folder;

  @Test
  void file_changedBetweenReadingAndWatching_isTakenAllTheSame() throws Exception {
    var file = Files.writeString(folder.resolve("node.yaml"), YAML.formatted(20));
    var source = new ConfigSource(file, Map.of());
    var running = ((ConfigReading.Accepted) source.read()).config();
    Files.writeString(file, YAML.formatted(30));

    var tuning = new Taken();
    var redis = RedisURI.create(running.redis().url());
    var relocation = new Relocation(new RedisAddresses(), redis, List.of(), redis, List.of());
    try (var _ = ConfigWatch.start(source, running, tuning, relocation, Meters.none())) {
      await().until(() -> !tuning.files.isEmpty());
      assertThat(tuning.files.getFirst()).containsEntry("performance.signal_buffer_size", "30");
    }
  }

  @Test
  void file_refusedForWhatPasses_isTriedAgainAndWhereRedisIsHoldsAtOnce() throws Exception {
    var file = Files.writeString(folder.resolve("node.yaml"), YAML.formatted(20));
    var source = new ConfigSource(file, Map.of());
    var running = ((ConfigReading.Accepted) source.read()).config();
    Files.writeString(file, YAML.formatted(30) + "redis: {url: 'redis://127.0.0.1:7'}\n");

    var tuning = new Taken();
    tuning.refusals = 2;
    var moved = new AtomicInteger();
    var redis = RedisURI.create(running.redis().url());
    List<Runnable> ofCache = List.of(moved::incrementAndGet);
    var relocation = new Relocation(new RedisAddresses(), redis, ofCache, redis, List.of());
    var meters = new RecordedMeters();
    try (var _ = ConfigWatch.start(source, running, tuning, relocation, meters)) {
      await().until(() -> meters.total(MetricCatalogue.CONFIG_RELOADS, "refused") == 1);
      assertThat(moved.get()).isEqualTo(1);
      await().until(() -> meters.total(MetricCatalogue.CONFIG_RELOADS, "applied") == 1);
      assertThat(tuning.files).hasSize(3);
      assertThat(meters.total(MetricCatalogue.CONFIG_RELOADS, "refused")).isEqualTo(1);
      assertThat(moved.get()).isEqualTo(1);
    }
  }

  /** Notes what it is told to take. */
  private static final class Taken implements TuningService {
    final List<Map<String, String>> files = new CopyOnWriteArrayList<>();

    /** How often it refuses before it takes a file. */
    volatile int refusals;

    @Override
    public Optional<TuningOutcome> reload(Map<String, String> file) {
      files.add(file);
      if (files.size() <= refusals) {
        var why = new TuningViolation("performance.durability", "queued", "not reached yet");
        return Optional.of(new TuningOutcome.Refused(List.of(why)));
      }
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
