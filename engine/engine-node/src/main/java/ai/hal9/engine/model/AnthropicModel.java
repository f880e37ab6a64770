package ai.hal9.engine.model;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.ModelException;
import ai.hal9.engine.neuron.ModelException.Fault;
import ai.hal9.engine.neuron.ModelReply;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.neuron.Patience;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;

/**
 * A language model behind Anthropic's Messages API. A call passes the limit on requests per minute
 * and the cost ceilings, and is tried again after 429, 5xx (529, overloaded, among them) and
 * failures to connect: after the time the answer asks for, or a random one up to half a second,
 * doubled each time; within the retry budget and the call's time limit. What was sent and not
 * answered may have been served and is neither repeated nor taken to be free.
 */
public final class AnthropicModel implements LanguageModel, AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final NodeConfig.Api api;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Endpoint endpoint;
  private final Prices prices;
  private final CostLedger ledger;
  private final SystemPrompt prompt;
  private final Meters meters;
  private final Meters.Count tokensIn;
  private final Meters.Count tokensOut;
  private final RequestRate rate = new RequestRate();
  private final RetryBudget budget = new RetryBudget();

  /**
   * What the model works with.
   *
   * @param tuning the live values it follows
   * @param meters where it counts
   * @param events where it tells that a ceiling is reached
   * @param clock for the hours and days of the cost ceilings
   * @param nanoTime for durations
   * @param random the jitter of retries; used from any thread
   */
  public record Surroundings(
      LiveTuning tuning,
      Meters meters,
      Events events,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random) {}

  AnthropicModel(
      NodeConfig.Api api,
      SharedSpending spending,
      Surroundings around,
      Consumer<OkHttpClient.Builder> more) {
    this.api = api;
    this.tuning = around.tuning();
    this.nanoTime = around.nanoTime();
    this.random = around.random();
    this.meters = around.meters();
    this.endpoint = new Endpoint(api, meters, around.clock(), more);
    this.prices = Prices.perMillion(api.inputPrice(), api.outputPrice());
    this.prompt = new SystemPrompt(api.systemPrompt());
    this.ledger = CostLedger.open(spending, tuning, meters, around.events(), around.clock());
    this.tokensIn = meters.count(MetricCatalogue.MODEL_TOKENS, "input");
    this.tokensOut = meters.count(MetricCatalogue.MODEL_TOKENS, "output");
  }

  /**
   * The model as configured; nothing is connected yet.
   *
   * @param spending what the whole cluster spends
   */
  public static AnthropicModel open(
      NodeConfig.Api api, SharedSpending spending, Surroundings around) {
    return new AnthropicModel(api, spending, around, builder -> {});
  }

  @Override
  public ModelReply reply(Neuron neuron, String content, Patience patience) {
    var settings = tuning.current().model();
    var deadline = nanoTime.getAsLong() + settings.timeout().toNanos();
    var body = Messages.request(api.model(), api.maxTokens(), prompt.of(neuron), content);
    budget.deposit(settings.retryBudget());
    for (var retries = 0; ; retries++) {
      var left = deadline - nanoTime.getAsLong();
      switch (attempt(body, Duration.ofNanos(Math.max(1, left)), patience)) {
        case Attempt.Answered answered -> {
          return ModelReply.of(answered.text(), answered.model());
        }
        case Attempt.Failed failed -> {
          var pause = pause(failed, retries);
          if (!failed.again()
              || retries >= settings.maxRetries()
              || nanoTime.getAsLong() + pause.toNanos() - deadline >= 0) {
            throw given(failed);
          }
          if (!budget.withdraw(settings.retryBudget())) {
            heldBack("retry-budget");
            throw given(failed);
          }
          meters.count(MetricCatalogue.MODEL_RETRIES, failed.status()).increment();
          rest(pause, patience);
        }
      }
    }
  }

  private Attempt attempt(byte[] body, Duration limit, Patience patience) {
    var atMost = prices.atMost(body.length, api.maxTokens());
    var over = ledger.reserve(atMost);
    if (over != null) {
      heldBack(over.metered());
      throw new ModelException(
          Fault.LIMIT,
          "the cost ceiling of the " + over.inWords() + " is reached",
          ledger.left(over));
    }
    var cost = 0L;
    try {
      takeTurn();
      cost = atMost;
      var attempt = endpoint.post(body, limit, patience);
      cost = told(attempt, atMost);
      return attempt;
    } finally {
      ledger.settle(atMost, cost);
    }
  }

  /** One of the minute's requests, taken last of all: it cannot be given back. */
  private void takeTurn() {
    var wait = rate.take(tuning.current().model().requestsPerMinute(), nanoTime.getAsLong());
    if (wait.isPositive()) {
      heldBack("requests-per-minute");
      throw new ModelException(
          Fault.LIMIT, "the limit on model requests per minute is reached", wait);
    }
  }

  /** Counts an attempt; its cost. */
  private long told(Attempt attempt, long atMost) {
    return switch (attempt) {
      case Attempt.Answered answered -> {
        meters.count(MetricCatalogue.MODEL_RESPONSES, "200").increment();
        tokensIn.add(answered.usage().input());
        tokensOut.add(answered.usage().output());
        yield prices.of(answered.usage());
      }
      case Attempt.Failed failed -> {
        meters.count(MetricCatalogue.MODEL_RESPONSES, failed.status()).increment();
        yield failed.charged() ? atMost : 0;
      }
    };
  }

  private Duration pause(Attempt.Failed failed, int retries) {
    if (failed.retryAfter().isPositive()) {
      return failed.retryAfter();
    }
    var most = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << retries);
    return Duration.ofNanos(random.nextLong(most));
  }

  private static void rest(Duration pause, Patience patience) {
    var gone = new CountDownLatch(1);
    try (var _ = patience.during(gone::countDown)) {
      if (gone.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw ModelException.abandoned();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("the node is stopping");
    }
  }

  private void heldBack(String limit) {
    meters.count(MetricCatalogue.MODEL_HELD_BACK, limit).increment();
  }

  private static ModelException given(Attempt.Failed failed) {
    return new ModelException(failed.fault(), failed.why(), failed.retryAfter());
  }

  @Override
  public void close() {
    endpoint.close();
    ledger.close();
  }
}
