package ai.hal9.sim.fault;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.fault.FaultOutcome.Measured;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report as data, described in {@code docs/report-json.md}. */
public final class FaultJson {

  private static final int SCHEMA_VERSION = 1;

  private final FaultReport report;

  public FaultJson(FaultReport report) {
    this.report = report;
  }

  /** The report as text. */
  public String text() {
    var root = object();
    root.put("schema", "hal9-faults");
    root.put("schema_version", SCHEMA_VERSION);
    root.put("begun_at", report.begun().toString());
    root.put("version", report.version());
    root.set("machine", SimJson.LINE.valueToTree(report.machine()));
    known(root, "load_average", report.load());
    root.put("rate_per_second", report.pace().rate());
    root.put("breached", report.breached());
    var faults = root.putArray("faults");
    report.outcomes().forEach(outcome -> faults.add(fault(outcome)));
    return SimJson.PRETTY.writeValueAsString(root);
  }

  private static ObjectNode fault(FaultOutcome outcome) {
    var node = object();
    node.put("fault", outcome.fault());
    node.put("what", outcome.what());
    node.put("durability", outcome.durability().value());
    switch (outcome) {
      case FaultOutcome.LeftOut(_, _, _, var reason) -> node.put("left_out", reason);
      case FaultOutcome.BrokenOff(_, _, _, var reason) -> node.put("broken_off", reason);
      case FaultOutcome.NotRun _ -> node.put("not_run", true);
      case Measured measured -> measured(node, measured);
    }
    return node;
  }

  private static void measured(ObjectNode node, Measured measured) {
    node.put("lasted_ms", measured.length().toMillis());
    measured
        .recovery()
        .ifPresentOrElse(
            time -> node.put("recovery_ms", time.toMillis()), () -> node.putNull("recovery_ms"));
    var audit = measured.audit();
    node.put("acknowledged", audit.acknowledged());
    node.put("lost", audit.lost());
    node.put("doubled", audit.doubled());
    node.put("stored_unacknowledged", audit.unacknowledged());
    var games = node.putObject("games");
    games.put("acknowledged", measured.games().acknowledged());
    games.put("lost", measured.games().lost());
    games.put("rounds", measured.games().rounds());
    games.put("miscounted", measured.games().miscounted());
    node.set("whole", phase(measured.whole()));
    node.set("before", phase(measured.before()));
    node.set("during", phase(measured.during()));
    node.set("after", phase(measured.after()));
    node.put("note", measured.note());
    var examples = node.putArray("examples");
    audit.examples().forEach(examples::add);
    measured.games().examples().forEach(examples::add);
  }

  private static ObjectNode phase(Phase phase) {
    var node = object();
    node.put("offered", phase.offered());
    node.put("acknowledged", phase.acknowledged());
    var refused = node.putObject("refused");
    phase.refused().forEach(refused::put);
    known(node, "error_rate", phase.errorRate());
    var responses = phase.responses();
    node.put("vantage", "client");
    known(node, "p50_us", responses.supports(50) ? responses.micros(50) : Double.NaN);
    known(node, "p99_us", responses.supports(99) ? responses.micros(99) : Double.NaN);
    node.put("histogram", responses.encoded());
    return node;
  }

  private static void known(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
