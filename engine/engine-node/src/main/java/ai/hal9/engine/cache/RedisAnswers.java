package ai.hal9.engine.cache;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Moves;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in Redis, as JSON under {@code hal9:CLUSTER:answer:DIGEST}, behind a circuit breaker: a
 * Redis that hangs costs a few signals the timeout, one that is down costs none of them anything.
 */
public final class RedisAnswers implements SharedAnswers, AutoCloseable {

  private final RedisLinks links;
  private final String prefix;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final Breaker breaker;
  private final Meters.Count errors;
  private final Meters.Timing gets;
  private final Meters.Timing sets;
  private final JsonMapper json = JsonMapper.builder().build();

  private RedisAnswers(
      RedisLinks links,
      String cluster,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime,
      Breaker breaker) {
    this.links = links;
    this.prefix = "hal9:" + cluster + ":answer:";
    this.tuning = tuning;
    this.nanoTime = nanoTime;
    this.breaker = breaker;
    this.errors = meters.count(MetricCatalogue.CACHE_ERRORS);
    this.gets = meters.timing(MetricCatalogue.REDIS_COMMANDS, "get");
    this.sets = meters.timing(MetricCatalogue.REDIS_COMMANDS, "set");
    meters.gauge(
        MetricCatalogue.CACHE_TTL, () -> tuning.current().redis().ttl().toSeconds(), "redis");
  }

  /**
   * The shared cache of a cluster; connects in the background.
   *
   * @param breaker the one around Redis
   */
  public static RedisAnswers open(
      ClientResources resources,
      RedisURI uri,
      String cluster,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime,
      Breaker breaker) {
    return new RedisAnswers(
        new RedisLinks(resources, uri, tuning, meters), cluster, tuning, meters, nanoTime, breaker);
  }

  @Override
  public void get(AnswerKey key, Consumer<@Nullable Shared> found) {
    var permit = breaker.tryAcquire();
    var link = permit == null ? null : pick(permit);
    if (permit == null || link == null) {
      errors.increment();
      found.accept(null);
      return;
    }
    var start = nanoTime.getAsLong();
    var _ =
        link.async()
            .get(prefix + key.digest())
            .whenComplete(
                (value, failure) -> found.accept(received(value, failure, permit, start)));
  }

  @Override
  public void put(AnswerKey key, Shared answer, Consumer<Boolean> ended) {
    var permit = breaker.tryAcquire();
    var link = permit == null ? null : pick(permit);
    if (permit == null || link == null) {
      errors.increment();
      ended.accept(false);
      return;
    }
    var start = nanoTime.getAsLong();
    var _ =
        link.async()
            .set(
                prefix + key.digest(),
                encode(answer),
                SetArgs.Builder.ex(tuning.current().redis().ttl()))
            .whenComplete(
                (ok, failure) -> {
                  noted(failure, sets, permit, start);
                  ended.accept(failure == null);
                });
  }

  /** Goes to where Redis is now: connections to where it was are given up. */
  public void renew() {
    links.renew();
  }

  /** Tells, from now on, when another server has taken over. */
  public void tell(Moves moves) {
    links.tell(moves);
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
      byte @Nullable [] value, @Nullable Throwable failure, Breaker.Permit permit, long start) {
    noted(failure, gets, permit, start);
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

  private void noted(
      @Nullable Throwable failure, Meters.Timing timing, Breaker.Permit permit, long start) {
    timing.recordNanos(nanoTime.getAsLong() - start);
    if (failure == null) {
      permit.succeeded();
    } else {
      errors.increment();
      permit.failed();
    }
  }

  /** A connection; that there is none is a failure. */
  private @Nullable StatefulRedisConnection<String, byte[]> pick(Breaker.Permit permit) {
    var link = links.pick();
    if (link == null) {
      permit.failed();
    }
    return link;
  }

  private static byte[] encode(Shared answer) {
    var text = new JsonBytes(answer.content().length() + 100);
    text.raw("{\"content\":").quoted(answer.content());
    text.raw(",\"path\":").quoted(answer.path());
    return text.raw(",\"models\":").quoted(answer.models()).raw("}").toBytes();
  }
}
