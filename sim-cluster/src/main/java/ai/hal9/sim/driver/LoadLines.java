package ai.hal9.sim.driver;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.load.ThresholdVerdict.Judgement;
import ai.hal9.sim.report.LoadJson;
import ai.hal9.sim.scenario.Scenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link LoadNews} as lines of JSON. */
final class LoadLines {

  private LoadLines() {}

  static String written(LoadNews news) {
    var node = SimJson.LINE.createObjectNode();
    switch (news) {
      case LoadNews.Progress progress -> {
        node.put("kind", "progress");
        node.put("at", progress.at().toString());
        node.put("monotonic_ns", progress.monotonicNanos());
        node.set("interval", LoadJson.of(progress.interval()));
        var thresholds = node.putArray("thresholds");
        progress.thresholds().forEach(verdict -> put(verdict, thresholds.addObject()));
        progress
            .check()
            .ifPresent(
                check -> {
                  node.set("generator", LoadJson.of(check));
                  node.set("validity", LoadJson.of(check.validity()));
                });
      }
      case LoadNews.Warned(var words) -> {
        node.put("kind", "warned");
        node.put("words", words);
      }
      case LoadNews.Ended(var report, var page, var summary) -> {
        node.put("kind", "ended");
        node.put("report", report);
        node.put("page", page);
        var lines = node.putArray("summary");
        summary.forEach(lines::add);
      }
      case LoadNews.Failed(var why) -> {
        node.put("kind", "failed");
        node.put("why", why);
      }
    }
    return SimJson.LINE.writeValueAsString(node);
  }

  private static void put(ThresholdVerdict verdict, ObjectNode node) {
    if (Double.isFinite(verdict.observed())) {
      node.put("observed", verdict.observed());
    }
    node.put("judgement", verdict.judgement().name().toLowerCase(Locale.ROOT));
    node.put("aborted_run", verdict.abortedRun());
  }

  /**
   * Reads a line back.
   *
   * @param scenario what the process was told to run
   * @throws tools.jackson.core.JacksonException when it is no JSON
   */
  static LoadNews read(String line, Scenario scenario) {
    var node = SimJson.LINE.readTree(line);
    return switch (node.path("kind").asString("")) {
      case "progress" ->
          new LoadNews.Progress(
              Instant.parse(node.path("at").asString()),
              node.path("monotonic_ns").asLong(),
              LoadJson.interval(node.path("interval")),
              thresholds(node.path("thresholds"), scenario),
              node.has("generator")
                  ? Optional.of(LoadJson.check(node.path("generator"), node.path("validity")))
                  : Optional.empty());
      case "warned" -> new LoadNews.Warned(node.path("words").asString());
      case "ended" ->
          new LoadNews.Ended(
              node.path("report").asString(),
              node.path("page").asString(),
              node.path("summary").valueStream().map(JsonNode::asString).toList());
      default -> new LoadNews.Failed(node.path("why").asString("it said something unknown"));
    };
  }

  private static List<ThresholdVerdict> thresholds(JsonNode list, Scenario scenario) {
    var verdicts = new ArrayList<ThresholdVerdict>();
    for (var node : list) {
      verdicts.add(
          new ThresholdVerdict(
              scenario.thresholds().get(verdicts.size()),
              node.path("observed").asDouble(Double.NaN),
              Judgement.valueOf(node.path("judgement").asString().toUpperCase(Locale.ROOT)),
              node.path("aborted_run").asBoolean()));
    }
    return verdicts;
  }
}
