package ai.hal9.engine.neuron;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Layer;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.trace.LogRate;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model behind a circuit breaker, measured. */
public final class GuardedModel implements LanguageModel {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedModel.class);
  private static final int LINES_PER_SECOND = 10;

  private record LayerMeters(
      Meters.Count ok, Meters.Count failed, Meters.Count rejected, Meters.Timing time) {}

  private final LanguageModel model;
  private final Breaker breaker;
  private final LongSupplier nanoTime;
  private final LogRate failures;
  private final Map<Layer, LayerMeters> byLayer = new EnumMap<>(Layer.class);

  /** Guards the model. */
  public GuardedModel(LanguageModel model, Breaker breaker, Meters meters, LongSupplier nanoTime) {
    this.model = model;
    this.breaker = breaker;
    this.nanoTime = nanoTime;
    this.failures = new LogRate(LINES_PER_SECOND, nanoTime);
    for (var layer : Layer.values()) {
      byLayer.put(
          layer,
          new LayerMeters(
              meters.count(MetricCatalogue.MODEL_REQUESTS, layer.name(), "ok"),
              meters.count(MetricCatalogue.MODEL_REQUESTS, layer.name(), "failed"),
              meters.count(MetricCatalogue.MODEL_REQUESTS, layer.name(), "rejected"),
              meters.timing(MetricCatalogue.MODEL_TIME, layer.name())));
    }
  }

  @Override
  public ModelReply reply(Neuron neuron, String content, Patience patience) {
    var meter = byLayer.get(neuron.layer());
    if (meter == null) {
      throw new IllegalStateException("no meters for " + neuron.layer());
    }
    var permit = breaker.tryAcquire();
    if (permit == null) {
      meter.rejected.increment();
      throw new ModelException(
          ModelException.Fault.LIMIT,
          "the circuit breaker around the language model is open",
          breaker.remainingDelay());
    }
    var start = nanoTime.getAsLong();
    var outcome = meter.failed;
    var error = "failed";
    try {
      var reply = model.reply(neuron, content, patience);
      outcome = meter.ok;
      error = "";
      permit.succeeded();
      return reply;
    } catch (ModelException e) {
      error = e.why();
      tell(permit, e.fault());
      log(neuron, patience, e);
      throw e;
    } catch (RuntimeException e) {
      permit.failed();
      throw e;
    } finally {
      var end = nanoTime.getAsLong();
      meter.time.recordNanos(end - start);
      outcome.increment();
      var spans = patience.asker().spans();
      if (spans != null) {
        spans.model(neuron.id(), start, end, error);
      }
    }
  }

  /** Tells the breaker; a request that the model refuses shows that it is well. */
  private static void tell(Breaker.Permit permit, ModelException.Fault fault) {
    switch (fault) {
      case MODEL -> permit.failed();
      case REQUEST -> permit.succeeded();
      case LIMIT, ABANDONED -> permit.abandoned();
    }
  }

  private void log(Neuron neuron, Patience patience, ModelException e) {
    if (e.fault() == ModelException.Fault.MODEL && LOG.isWarnEnabled() && failures.allows()) {
      try (var _ = patience.asker().trace().logging()) {
        LOG.warn(
            "The language model did not reply to {}: {}{}",
            neuron.id(),
            e.why(),
            failures.leftOut());
      }
    }
  }

  @Override
  public boolean answersAtOnce() {
    return model.answersAtOnce();
  }
}
