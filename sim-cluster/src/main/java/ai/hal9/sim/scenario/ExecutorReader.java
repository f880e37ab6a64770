package ai.hal9.sim.scenario;

import ai.hal9.api.yaml.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the executor's part of a scenario. */
final class ExecutorReader {

  static final List<String> KINDS =
      List.of(ConstantVus.KIND, RampingVus.KIND, ConstantArrivalRate.KIND, RampingArrivalRate.KIND);

  private static final int MOST_USERS = 100_000;
  private static final long MOST_RATE = 10_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Fields fields;
  private final int errorsBefore;

  ExecutorReader(Fields fields) {
    this.fields = fields;
    this.errorsBefore = fields.errors().size();
  }

  /** The executor; empty when it has an error, which is noted. */
  Optional<Executor> read() {
    fields.require("executor", "one of " + String.join(", ", KINDS));
    var kind = fields.text("executor", "");
    return switch (kind) {
      case ConstantVus.KIND -> constantVus();
      case RampingVus.KIND -> rampingVus();
      case ConstantArrivalRate.KIND -> constantRate();
      case RampingArrivalRate.KIND -> rampingRate();
      default -> {
        fields
            .node("executor")
            .ifPresent(
                node ->
                    fields.error(
                        node.line(),
                        "executor",
                        "must be one of " + String.join(", ", KINDS) + ", not " + node.kind()));
        allKeys();
        yield Optional.empty();
      }
    };
  }

  private Optional<Executor> constantVus() {
    fields.require("vus", "the number of users");
    fields.require("duration", "how long");
    var vus = fields.number("vus", 1, 1, MOST_USERS);
    var duration = fields.duration("duration", SECOND, SHORTEST, LONGEST);
    closedOnly();
    refuse(ConstantVus.KIND, "stages", "start-vus", "rate", "start-rate", "time-unit");
    return sound() ? Optional.of(new ConstantVus((int) vus, duration)) : Optional.empty();
  }

  private Optional<Executor> rampingVus() {
    var start = fields.number("start-vus", 0, 0, MOST_USERS);
    var stages = stages(MOST_USERS);
    closedOnly();
    refuse(RampingVus.KIND, "vus", "duration", "rate", "start-rate", "time-unit");
    return sound() ? Optional.of(new RampingVus((int) start, stages)) : Optional.empty();
  }

  private Optional<Executor> constantRate() {
    fields.require("rate", "requests per time-unit");
    fields.require("duration", "how long");
    var rate = fields.number("rate", 1, 1, MOST_RATE);
    var duration = fields.duration("duration", SECOND, SHORTEST, LONGEST);
    var unit = fields.duration("time-unit", SECOND, SHORTEST, LONGEST);
    openOnly();
    refuse(ConstantArrivalRate.KIND, "stages", "start-rate", "vus", "start-vus");
    return sound() ? Optional.of(new ConstantArrivalRate(rate, unit, duration)) : Optional.empty();
  }

  private Optional<Executor> rampingRate() {
    var start = fields.number("start-rate", 0, 0, MOST_RATE);
    var unit = fields.duration("time-unit", SECOND, SHORTEST, LONGEST);
    var stages = stages(MOST_RATE);
    openOnly();
    refuse(RampingArrivalRate.KIND, "rate", "duration", "vus", "start-vus");
    return sound() ? Optional.of(new RampingArrivalRate(start, unit, stages)) : Optional.empty();
  }

  private List<Stage> stages(long most) {
    fields.require("stages", "a list of {duration, target}");
    var stages =
        fields.items(
            "stages",
            item ->
                fields
                    .asMapping(item.node(), item.path())
                    .map(
                        stage -> {
                          stage.require("duration", "how long the change takes");
                          stage.require("target", "the load at its end");
                          var read =
                              new Stage(
                                  stage.duration("duration", SECOND, Duration.ZERO, LONGEST),
                                  stage.number("target", 0, 0, most));
                          stage.done();
                          return read;
                        }));
    fields
        .node("stages")
        .filter(_ -> stages.stream().allMatch(stage -> stage.duration().isZero()))
        .ifPresent(
            node -> fields.error(node.line(), "stages", "must last longer than nothing in all"));
    return stages;
  }

  private void closedOnly() {
    fields.refuse("connections", "has no meaning here: every user has its own connection");
    fields.refuse("max-pending", "has no meaning here: a user waits for its own answer");
  }

  private void openOnly() {
    fields.refuse("think-time", "has no meaning here: arrivals come by the rate");
  }

  private void refuse(String kind, String... keys) {
    for (var key : keys) {
      fields.refuse(key, "has no meaning with " + kind);
    }
  }

  private void allKeys() {
    List.of("vus", "start-vus", "rate", "start-rate", "time-unit", "duration", "stages")
        .forEach(fields::node);
  }

  private boolean sound() {
    return fields.errors().size() == errorsBefore;
  }
}
