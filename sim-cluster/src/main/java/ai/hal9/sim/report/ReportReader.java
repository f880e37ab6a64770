package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.load.ThresholdVerdict.Judgement;
import ai.hal9.sim.report.SavedReport.Judged;
import ai.hal9.sim.report.SavedReport.Part;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what {@link ReportJson} wrote. */
public final class ReportReader {

  private ReportReader() {}

  /** Reads a report's text. */
  public static ReportReading read(String text) {
    try {
      var root = SimJson.LINE.readTree(text);
      if (!root.path("schema").asString("").equals("hal9-run-report")) {
        return new ReportReading.Rejected(
            "This is no report of a HAL9 run. 'hal9 run SCENARIO --report DIR' writes one, as"
                + " report.json.");
      }
      if (root.path("schema_version").asInt() != ReportJson.SCHEMA_VERSION) {
        return new ReportReading.Rejected(
            "This report has version %d and this console reads version %d."
                .formatted(root.path("schema_version").asInt(), ReportJson.SCHEMA_VERSION));
      }
      return new ReportReading.Accepted(report(root));
    } catch (JacksonException
        | TelemetryException
        | IllegalArgumentException
        | DateTimeException e) {
      return new ReportReading.Rejected("This report is damaged: " + e.getMessage());
    }
  }

  private static SavedReport report(JsonNode root) {
    var latency = root.path("latency");
    return new SavedReport(
        plan(root.path("scenario")),
        root.path("target").asString(),
        Instant.parse(root.path("started_at").asString()),
        millis(root, "window_ms"),
        LoadEnding.valueOf(LoadJson.upper(root.path("ending").asString())),
        LoadJson.counts(root.path("counts")),
        LoadJson.histogram(latency.path("response_time")),
        LoadJson.histogram(latency.path("service_time")),
        server(root.path("server")),
        all(root.path("stages"), ReportReader::part),
        all(root.path("steered"), ReportReader::steering),
        intervals(root.path("intervals")),
        all(root.path("thresholds"), ReportReader::judged),
        LoadJson.check(root.path("generator"), root.path("validity")),
        setup(root.path("setup")));
  }

  private static SavedReport.Plan plan(JsonNode node) {
    return new SavedReport.Plan(
        node.path("name").asString(),
        node.path("description").asString(""),
        node.path("executor").asString(""),
        millis(node, "warm_up_ms"),
        node.has("games"));
  }

  private static Part part(JsonNode node) {
    return new Part(
        millis(node, "offset_ms"), millis(node, "duration_ms"), node.path("target").asLong());
  }

  private static Steering steering(JsonNode node) {
    var target = node.path("target");
    return new Steering(
        millis(node, "offset_ms"),
        target.isNumber() ? OptionalLong.of(target.asLong()) : OptionalLong.empty());
  }

  private static Judged judged(JsonNode node) {
    var met = node.path("met");
    return new Judged(
        node.path("condition").asString(),
        node.path("observed").asDouble(Double.NaN),
        met.isNull() ? Judgement.NOT_JUDGED : met.asBoolean() ? Judgement.MET : Judgement.MISSED);
  }

  private static List<LoadInterval> intervals(JsonNode node) {
    return all(node, LoadJson::interval);
  }

  private static SavedReport.Server server(JsonNode node) {
    var steps = new ArrayList<Optional<LatencyHistogram>>();
    for (var step : node.path("series").path("processing_time")) {
      steps.add(
          step.isNull()
              ? Optional.empty()
              : Optional.of(LatencyHistogram.decoded(step.asString())));
    }
    return new SavedReport.Server(
        node.path("heard").asBoolean(false),
        LoadJson.histogram(node.path("latency").path("processing_time")),
        node.path("cache").path("hit_rate").asDouble(Double.NaN),
        Instant.parse(node.path("begin").asString("1970-01-01T00:00:00Z")),
        millis(node, "step_ms"),
        steps);
  }

  private static Setup setup(JsonNode node) {
    var machine = node.path("machine");
    return new Setup(
        node.path("cluster").asString(""),
        node.path("version").asString(""),
        texts(node.path("topology")),
        texts(node.path("tuning")),
        node.path("tuning_version").asLong(-1),
        new Machine(
            machine.path("processor").asString(""),
            machine.path("cores").asInt(),
            machine.path("memory_bytes").asLong(),
            machine.path("system").asString(""),
            machine.path("java").asString("")));
  }

  private static Map<String, String> texts(JsonNode node) {
    var texts = new LinkedHashMap<String, String>();
    node.forEachEntry((key, value) -> texts.put(key, value.asString("")));
    return texts;
  }

  private static <T> List<T> all(JsonNode list, Function<JsonNode, T> read) {
    var all = new ArrayList<T>();
    list.forEach(item -> all.add(read.apply(item)));
    return all;
  }

  private static Duration millis(JsonNode node, String key) {
    return Duration.ofMillis(node.path(key).asLong());
  }
}
