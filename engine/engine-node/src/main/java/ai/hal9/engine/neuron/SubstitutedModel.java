package ai.hal9.engine.neuron;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;

/**
 * A model whose place the mock takes while {@code claude.fallback_to_mock} is on and the model
 * cannot reply, for whatever reason but the request's own.
 */
public final class SubstitutedModel implements LanguageModel {

  private final LanguageModel model;
  private final LanguageModel substitute;
  private final LiveTuning tuning;
  private final Meters.Count fallbacks;

  /** The model, and what takes its place. */
  public SubstitutedModel(
      LanguageModel model, LanguageModel substitute, LiveTuning tuning, Meters meters) {
    this.model = model;
    this.substitute = substitute;
    this.tuning = tuning;
    this.fallbacks = meters.count(MetricCatalogue.MODEL_FALLBACKS);
  }

  @Override
  public ModelReply reply(Neuron neuron, String content, Patience patience) {
    try {
      return model.reply(neuron, content, patience);
    } catch (ModelException e) {
      var mayFall =
          switch (e.fault()) {
            case MODEL, LIMIT -> tuning.current().model().fallbackToMock();
            case REQUEST, ABANDONED -> false;
          };
      if (!mayFall) {
        throw e;
      }
      fallbacks.increment();
      var said = substitute.reply(neuron, content, patience);
      return new ModelReply(said.text(), said.model(), true);
    }
  }

  @Override
  public boolean answersAtOnce() {
    return model.answersAtOnce();
  }
}
