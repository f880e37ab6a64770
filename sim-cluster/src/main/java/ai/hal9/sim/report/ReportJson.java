package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.load.StageResult;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.scenario.OpenModel;
import ai.hal9.sim.scenario.Scenario;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as data, described in {@code docs/report-json.md}. Times are microseconds where a name ends
 * in {@code _us} and milliseconds in {@code _ms}; a figure that is not known, or that its samples
 * do not support, is null; distributions are whole, so that percentiles can be taken anew and runs
 * merged.
 */
public final class ReportJson {

  /** Grows when a reader of the old form would misread the new one; added fields do not count. */
  public static final int SCHEMA_VERSION = 1;

  private final RunReport report;

  public ReportJson(RunReport report) {
    this.report = report;
  }

  /** The report as text. */
  public String text() {
    return SimJson.PRETTY.writeValueAsString(tree());
  }

  /** The report as a tree. */
  public ObjectNode tree() {
    var load = report.load();
    var root = object();
    root.put("schema", "hal9-run-report");
    root.put("schema_version", SCHEMA_VERSION);
    root.put("started_at", load.startedAt().toString());
    root.put("window_ms", load.window().toMillis());
    root.put("target", load.target().toString());
    root.put("ending", lower(load.ending()));
    root.set("validity", LoadJson.of(load.validity()));
    root.put("passed", load.passed());
    var thresholds = root.putArray("thresholds");
    load.thresholds().forEach(verdict -> thresholds.add(threshold(verdict)));
    known(root, "throughput_per_second", load.throughput());
    root.set("counts", LoadJson.of(load.counts()));
    root.set("warm_up", LoadJson.of(load.warmUp()));
    var latency = root.putObject("latency");
    latency.set("response_time", distribution("client", load.responseTime()));
    latency.set("service_time", distribution("client", load.serviceTime()));
    root.set("server", new ServerJson(report).tree());
    var stages = root.putArray("stages");
    load.stages().forEach(stage -> stages.add(stage(stage)));
    var steered = root.putArray("steered");
    load.steerings().forEach(steering -> steered.add(steering(steering)));
    var intervals = root.putArray("intervals");
    load.intervals().forEach(interval -> intervals.add(LoadJson.of(interval)));
    root.set("generator", LoadJson.of(load.generator()));
    root.set("scenario", scenario(load.scenario()));
    root.set("setup", setup(report.setup()));
    return root;
  }

  static ObjectNode distribution(String vantage, LatencyHistogram distribution) {
    var node = object();
    node.put("vantage", vantage);
    node.put("n", distribution.count());
    node.put("beyond_range", distribution.overflow());
    for (var percentile : Percentiles.values()) {
      if (percentile.supportedBy(distribution)) {
        node.put(percentile.key(), distribution.micros(percentile.percentile()));
      } else {
        node.putNull(percentile.key());
      }
    }
    node.put("max_us", distribution.maxMicros());
    node.put("mean_us", distribution.meanMicros());
    node.put("histogram", distribution.encoded());
    return node;
  }

  /** A number, or null where there is none. */
  static void known(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode threshold(ThresholdVerdict verdict) {
    var node = object();
    node.put("condition", verdict.threshold().text());
    known(node, "observed", verdict.observed());
    if (verdict.judgement() == ThresholdVerdict.Judgement.NOT_JUDGED) {
      node.putNull("met");
    } else {
      node.put("met", verdict.met());
    }
    node.put("aborted_run", verdict.abortedRun());
    return node;
  }

  private static ObjectNode stage(StageResult stage) {
    var node = object();
    node.put("offset_ms", stage.offset().toMillis());
    node.put("duration_ms", stage.stage().duration().toMillis());
    node.put("target", stage.stage().target());
    node.set("counts", LoadJson.of(stage.counts()));
    node.set("response_time", distribution("client", stage.responseTime()));
    node.set("service_time", distribution("client", stage.serviceTime()));
    return node;
  }

  private static ObjectNode steering(Steering steering) {
    var node = object();
    node.put("offset_ms", steering.offset().toMillis());
    steering.target().ifPresent(target -> node.put("target", target));
    return node;
  }

  private static ObjectNode scenario(Scenario scenario) {
    var node = object();
    node.put("name", scenario.name());
    node.put("description", scenario.description());
    node.put("executor", scenario.executor().kind());
    node.put("start", scenario.executor().start());
    if (scenario.executor() instanceof OpenModel open) {
      node.put("time_unit_ms", open.timeUnit().toMillis());
    }
    node.put("warm_up_ms", scenario.warmUp().toMillis());
    node.put("graceful_stop_ms", scenario.gracefulStop().toMillis());
    node.put("think_time_ms", scenario.thinkTime().toMillis());
    node.put("connections", scenario.connections());
    node.put("max_pending", scenario.maxPending());
    node.put("timeout_ms", scenario.timeout().toMillis());
    node.put("seed", scenario.seed());
    var data = node.putObject("data");
    data.put("distinct_contents", scenario.data().distinctContents());
    data.put("zipf_exponent", scenario.data().zipfExponent());
    data.put("payload_bytes", scenario.data().payloadBytes());
    data.put("users", scenario.data().users());
    if (scenario.games().played()) {
      var games = node.putObject("games");
      games.put("concurrent", scenario.games().concurrent());
      games.put("players", scenario.games().players());
      games.put("round_time_ms", scenario.games().roundTime().toMillis());
    }
    return node;
  }

  private static ObjectNode setup(Setup setup) {
    var node = object();
    node.put("cluster", setup.cluster());
    node.put("version", setup.version());
    var topology = node.putObject("topology");
    setup.topology().forEach(topology::put);
    var tuning = node.putObject("tuning");
    new TreeMap<>(setup.tuning()).forEach(tuning::put);
    if (setup.tuningVersion() < 0) {
      node.putNull("tuning_version");
    } else {
      node.put("tuning_version", setup.tuningVersion());
    }
    var machine = node.putObject("machine");
    machine.put("processor", setup.machine().processor());
    machine.put("cores", setup.machine().cores());
    machine.put("memory_bytes", setup.machine().memoryBytes());
    machine.put("system", setup.machine().system());
    machine.put("java", setup.machine().java());
    return node;
  }
}
