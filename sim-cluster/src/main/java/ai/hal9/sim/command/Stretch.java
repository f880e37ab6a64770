package ai.hal9.sim.command;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.scenario.ConstantArrivalRate;
import ai.hal9.sim.scenario.ConstantVus;
import ai.hal9.sim.scenario.Executor;
import ai.hal9.sim.scenario.RampingArrivalRate;
import ai.hal9.sim.scenario.RampingVus;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The same course of load in another time: every stage longer or shorter in proportion. */
final class Stretch {

  private static final Pattern DURATION = Pattern.compile("\\bduration: *\\w+");

  private Stretch() {}

  static Scenario to(Duration length, Scenario scenario) {
    return new Scenario(
        scenario.name(),
        scenario.description(),
        executor(length, scenario.executor()),
        scenario.warmUp(),
        scenario.gracefulStop(),
        scenario.thinkTime(),
        scenario.connections(),
        scenario.maxPending(),
        scenario.timeout(),
        scenario.seed(),
        scenario.mix(),
        scenario.data(),
        scenario.games(),
        scenario.thresholds());
  }

  /**
   * The text of a scenario in another time.
   *
   * @param yaml with a duration for each stage, or one for the whole, and no others
   * @param stretched what it shall say
   */
  static String text(String yaml, Scenario stretched) {
    var stages = stretched.executor().stages().iterator();
    return DURATION
        .matcher(yaml)
        .replaceAll(_ -> "duration: " + DurationText.format(stages.next().duration()));
  }

  private static Executor executor(Duration length, Executor executor) {
    var factor = (double) length.toNanos() / executor.duration().toNanos();
    return switch (executor) {
      case ConstantVus constant -> new ConstantVus(constant.vus(), length);
      case RampingVus ramping ->
          new RampingVus(ramping.startVus(), stages(factor, ramping.stages()));
      case ConstantArrivalRate constant ->
          new ConstantArrivalRate(constant.rate(), constant.timeUnit(), length);
      case RampingArrivalRate ramping ->
          new RampingArrivalRate(
              ramping.startRate(), ramping.timeUnit(), stages(factor, ramping.stages()));
    };
  }

  /**
   * Each stage's end is rounded, to what a text can say, and not its length, so that the whole is
   * as long as asked.
   */
  private static List<Stage> stages(double factor, List<Stage> stages) {
    var stretched = new ArrayList<Stage>();
    var end = 0L;
    var stretchedEnd = 0L;
    for (var stage : stages) {
      end += stage.duration().toMillis();
      var next = Math.round(end * factor);
      stretched.add(new Stage(Duration.ofMillis(next - stretchedEnd), stage.target()));
      stretchedEnd = next;
    }
    return stretched;
  }
}
