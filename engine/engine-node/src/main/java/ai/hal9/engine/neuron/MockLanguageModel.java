package ai.hal9.engine.neuron;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.config.NodeConfig.MockResponse;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A model that answers from a list: the first response of the neuron's layer whose trigger is in
 * the content. {@code {content}} in a response stands for what came in. Each reply takes the
 * response's delay, or {@code claude.mock_delay_ms} when that is not negative, times exp(sigma ·
 * N(0,1)) with sigma {@code claude.mock_delay_spread}: a log-normal spread whose median is the
 * delay. A share {@code claude.mock_fault_rate} of the calls fails.
 */
public final class MockLanguageModel implements LanguageModel {

  /** The name it answers under. */
  public static final String NAME = "mock";

  private static final String PLACE = "{content}";
  private static final Duration DELAY = Duration.ofMillis(5);

  /** What a layer says when none of its configured responses is triggered. */
  private static final Map<Layer, MockResponse> DEFAULTS =
      Map.of(
          Layer.L4,
          new MockResponse("", "FORWARD_TO: next\nCONTENT: Plan for: {content}", DELAY),
          Layer.L3,
          new MockResponse("", "FORWARD_TO: next\nCONTENT: Design of: {content}", DELAY),
          Layer.L2,
          new MockResponse("", "Implemented: {content}", DELAY));

  private final Map<Layer, List<MockResponse>> responses;
  private final LiveTuning tuning;
  private final RandomGenerator random;
  private final Pause pause;

  /** Waits on the calling thread. */
  @FunctionalInterface
  public interface Pause {
    void nanos(long nanos) throws InterruptedException;

    /** Sleeps, which costs a virtual thread nothing. */
    static Pause sleeping() {
      return nanos -> Thread.sleep(Duration.ofNanos(nanos));
    }
  }

  /** Answering as configured; {@code random} is used from any thread. */
  public MockLanguageModel(
      Map<Layer, List<MockResponse>> responses,
      LiveTuning tuning,
      RandomGenerator random,
      Pause pause) {
    this.responses = Map.copyOf(responses);
    this.tuning = tuning;
    this.random = random;
    this.pause = pause;
  }

  @Override
  public ModelReply reply(Neuron neuron, String content, Patience patience) {
    var mock = tuning.current().mock();
    var response = response(neuron.layer(), content);
    var nanos =
        mock.delayMillis() < 0 ? response.delay().toNanos() : mock.delayMillis() * 1_000_000L;
    if (nanos > 0) {
      if (mock.delaySpread() > 0) {
        nanos = (long) (nanos * Math.exp(mock.delaySpread() * random.nextGaussian()));
      }
      waitFor(nanos, patience);
    }
    if (mock.faultRate() > 0 && random.nextDouble() < mock.faultRate()) {
      throw new ModelException("the mock model failed, as its fault rate asks");
    }
    return ModelReply.of(response.response().replace(PLACE, content), NAME);
  }

  /** Where the delay is set to 0; a response's own delay of 0 is not looked for. */
  @Override
  public boolean answersAtOnce() {
    return tuning.current().mock().delayMillis() == 0;
  }

  private MockResponse response(Layer layer, String content) {
    for (var response : responses.getOrDefault(layer, List.of())) {
      if (content.contains(response.trigger())) {
        return response;
      }
    }
    var fallback = DEFAULTS.get(layer);
    if (fallback == null) {
      throw new IllegalStateException("no default response for " + layer);
    }
    return fallback;
  }

  private void waitFor(long nanos, Patience patience) {
    if (patience.over()) {
      throw ModelException.abandoned();
    }
    try {
      pause.nanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("the node is stopping");
    }
  }
}
