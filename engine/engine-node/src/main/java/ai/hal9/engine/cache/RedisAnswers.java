package ai.hal9.engine.cache;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in Redis, as JSON under {@code hal9:CLUSTER:answer:DIGEST}. After three failures in a row
 * it is left alone for a second at a time, so that a Redis that hangs does not cost every signal
 * the timeout.
 */
public final class RedisAnswers implements SharedAnswers, AutoCloseable {

  private static final int PATIENCE = 3;
  private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

  private final RedisLinks links;
  private final String prefix;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final Meters.Count errors;
  private final Meters.Timing gets;
  private final Meters.Timing sets;
  private final JsonMapper json = JsonMapper.builder().build();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long restedAt;

  private RedisAnswers(
      RedisLinks links, String cluster, LiveTuning tuning, Meters meters, LongSupplier nanoTime) {
    this.links = links;
    this.prefix = "hal9:" + cluster + ":answer:";
    this.tuning = tuning;
    this.nanoTime = nanoTime;
    this.restedAt = nanoTime.getAsLong();
    this.errors = meters.count(MetricCatalogue.CACHE_ERRORS);
    this.gets = meters.timing(MetricCatalogue.REDIS_COMMANDS, "get");
    this.sets = meters.timing(MetricCatalogue.REDIS_COMMANDS, "set");
  }

  /** The shared cache of a cluster; connects in the background. */
  public static RedisAnswers open(
      ClientResources resources,
      RedisURI uri,
      String cluster,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime) {
    return new RedisAnswers(
        new RedisLinks(resources, uri, tuning, meters), cluster, tuning, meters, nanoTime);
  }

  @Override
  public void get(AnswerKey key, Consumer<@Nullable Shared> found) {
    var link = resting() ? null : links.pick();
    if (link == null) {
      errors.increment();
      found.accept(null);
      return;
    }
    var start = nanoTime.getAsLong();
    var _ =
        link.async()
            .get(prefix + key.digest())
            .whenComplete((value, failure) -> found.accept(received(value, failure, start)));
  }

  @Override
  public void put(AnswerKey key, Shared answer) {
    var link = resting() ? null : links.pick();
    if (link == null) {
      errors.increment();
      return;
    }
    var start = nanoTime.getAsLong();
    var _ =
        link.async()
            .set(
                prefix + key.digest(),
                encode(answer),
                SetArgs.Builder.ex(tuning.current().redis().ttl()))
            .whenComplete((ok, failure) -> noted(failure, sets, start));
  }

  @Override
  public Readiness.Part part() {
    return new Readiness.Part("redis", links.pick() != null, false, links.reason());
  }

  @Override
  public void close() {
    links.close();
  }

  private @Nullable Shared received(
      byte @Nullable [] value, @Nullable Throwable failure, long start) {
    noted(failure, gets, start);
    if (value == null) {
      return null;
    }
    try {
      return json.readValue(value, Shared.class);
    } catch (JacksonException e) {
      errors.increment();
      return null;
    }
  }

  private void noted(@Nullable Throwable failure, Meters.Timing timing, long start) {
    var now = nanoTime.getAsLong();
    timing.recordNanos(now - start);
    if (failure == null) {
      if (failures.get() != 0) {
        failures.set(0);
      }
      return;
    }
    errors.increment();
    if (failures.incrementAndGet() >= PATIENCE) {
      restedAt = now + REST_NANOS;
    }
  }

  private boolean resting() {
    return nanoTime.getAsLong() - restedAt < 0;
  }

  private static byte[] encode(Shared answer) {
    var text = new JsonBytes(answer.content().length() + 100);
    text.raw("{\"content\":").quoted(answer.content());
    return text.raw(",\"path\":").quoted(answer.path()).raw("}").toBytes();
  }
}
