package ai.hal9.sim.report;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Intervals and the generator's check as {@code report.json} has them, written and read back. */
public final class LoadJson {

  private LoadJson() {}

  /** An interval. */
  public static ObjectNode of(LoadInterval interval) {
    var node = object();
    node.put("phase", lower(interval.phase()));
    node.put("offset_ms", interval.offset().toMillis());
    node.put("length_ms", interval.length().toMillis());
    node.set("counts", of(interval.counts()));
    node.put("response_time", interval.responseTime().encoded());
    node.put("service_time", interval.serviceTime().encoded());
    node.put("users", interval.users());
    node.put("pending", interval.pending());
    node.put("connections", interval.connections());
    node.put("in_flight", interval.inFlight());
    return node;
  }

  /** Reads an interval back; its schedule lag is not in the text. */
  public static LoadInterval interval(JsonNode node) {
    return new LoadInterval(
        LoadPhase.valueOf(upper(node.path("phase").asString())),
        Duration.ofMillis(node.path("offset_ms").asLong()),
        Duration.ofMillis(node.path("length_ms").asLong()),
        counts(node.path("counts")),
        LatencyHistogram.decoded(node.path("response_time").asString()),
        LatencyHistogram.decoded(node.path("service_time").asString()),
        LatencyHistogram.none(),
        node.path("users").asInt(),
        node.path("pending").asInt(),
        node.path("connections").asInt(),
        node.path("in_flight").asInt());
  }

  static ObjectNode of(LoadCounts counts) {
    var node = object();
    node.put("offered", counts.offered());
    node.put("started", counts.started());
    node.put("completed", counts.completed());
    node.put("dropped", counts.dropped());
    node.put("unsent", counts.unsent());
    node.put("interrupted", counts.interrupted());
    node.put("failed", counts.failed());
    ReportJson.known(node, "failed_rate", counts.failedRate());
    node.set("failures", numbers(counts.failures()));
    node.put("checks_passed", counts.checksPassed());
    node.put("checks_failed", counts.checksFailed());
    node.set("cache", numbers(counts.cache()));
    return node;
  }

  static LoadCounts counts(JsonNode node) {
    return new LoadCounts(
        node.path("offered").asLong(),
        node.path("started").asLong(),
        node.path("completed").asLong(),
        node.path("dropped").asLong(),
        node.path("unsent").asLong(),
        node.path("interrupted").asLong(),
        numbers(FailureCause.class, node.path("failures")),
        node.path("checks_passed").asLong(),
        node.path("checks_failed").asLong(),
        numbers(CacheOutcome.class, node.path("cache")));
  }

  /** The generator's check of itself, without its verdict. */
  public static ObjectNode of(GeneratorCheck check) {
    var node = object();
    node.put("event_loops", check.eventLoops());
    node.put("transport", check.transport());
    ReportJson.known(node, "cpu_share", check.cpuShare() < 0 ? Double.NaN : check.cpuShare());
    ReportJson.known(node, "loop_busy", check.loopBusy() < 0 ? Double.NaN : check.loopBusy());
    node.put("cpu_per_request_us", check.cpuPerRequest().toNanos() / 1e3);
    node.put("gc_pauses", check.gcPauses());
    node.put("gc_time_ms", check.gcTime().toMillis());
    node.put("gc_longest_ms", check.gcLongest().toMillis());
    node.set("schedule_lag", ReportJson.distribution("client", check.scheduleLag()));
    return node;
  }

  /**
   * Reads the check back.
   *
   * @param validity its verdict, as {@link #of(Validity)} wrote it
   */
  public static GeneratorCheck check(JsonNode node, JsonNode validity) {
    return new GeneratorCheck(
        node.path("event_loops").asInt(),
        node.path("transport").asString(),
        node.path("cpu_share").asDouble(-1),
        node.path("loop_busy").asDouble(-1),
        Duration.ofNanos(Math.round(node.path("cpu_per_request_us").asDouble() * 1e3)),
        node.path("gc_pauses").asLong(),
        Duration.ofMillis(node.path("gc_time_ms").asLong()),
        Duration.ofMillis(node.path("gc_longest_ms").asLong()),
        histogram(node.path("schedule_lag")),
        validity(validity));
  }

  /** Whether the generator could keep up. */
  public static ObjectNode of(Validity validity) {
    var node = object();
    switch (validity) {
      case Validity.Valid _ -> {
        node.put("valid", true);
        node.putArray("because");
      }
      case Validity.Invalid(var because) -> {
        node.put("valid", false);
        var reasons = node.putArray("because");
        because.forEach(reasons::add);
      }
    }
    return node;
  }

  static Validity validity(JsonNode node) {
    var because = new ArrayList<String>();
    node.path("because").forEach(reason -> because.add(reason.asString()));
    return because.isEmpty() ? new Validity.Valid() : new Validity.Invalid(because);
  }

  /** The samples of a distribution as {@link ReportJson} writes it; none where there is none. */
  static LatencyHistogram histogram(JsonNode distribution) {
    var text = distribution.path("histogram").asString("");
    return text.isEmpty() ? LatencyHistogram.none() : LatencyHistogram.decoded(text);
  }

  private static <K extends Enum<K>> ObjectNode numbers(Map<K, Long> numbers) {
    var node = object();
    new TreeMap<>(numbers).forEach((key, number) -> node.put(lower(key), number));
    return node;
  }

  private static <K extends Enum<K>> Map<K, Long> numbers(Class<K> type, JsonNode node) {
    var numbers = new EnumMap<K, Long>(type);
    for (var key : type.getEnumConstants()) {
      if (node.has(lower(key))) {
        numbers.put(key, node.path(lower(key)).asLong());
      }
    }
    return numbers;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
