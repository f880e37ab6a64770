package ai.hal9.sim.fault;

import ai.hal9.api.tuning.TuningCatalogue;

/** Half of the language model's calls fail. */
final class ModelFailing implements Fault {

  private static final String SHARE = "0.5";

  @Override
  public String name() {
    return "model-failing";
  }

  @Override
  public String what() {
    return "half of the model's calls fail";
  }

  @Override
  public void strike(Site site, Load load) throws InterruptedException {
    var rate = TuningCatalogue.MOCK_FAULT_RATE;
    site.tune(rate.key(), SHARE);
    load.pass(site.pace().failing());
    site.tune(rate.key(), rate.defaultValue());
  }
}
