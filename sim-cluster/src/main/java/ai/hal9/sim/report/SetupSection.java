package ai.hal9.sim.report;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.sim.chart.Markup;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.load.RateLimits;
import java.util.List;
import java.util.TreeMap;

/** What was measured and on what, so that a run can be repeated. */
final class SetupSection {

  private final RunReport report;

  SetupSection(RunReport report) {
    this.report = report;
  }

  Markup html() {
    return new Markup()
        .open("div", "class", "tables")
        .add(scenario())
        .add(generator())
        .add(machine())
        .add(tuning())
        .close("div");
  }

  private Markup scenario() {
    var load = report.load();
    var scenario = load.scenario();
    var data = scenario.data();
    return facts("Scenario", scenario.name() + " against " + load.target())
        .row("model", words(scenario.executor().kind()))
        .row("warm-up", words(Quantity.span(scenario.warmUp())))
        .row("connections", words(Quantity.exact(scenario.connections())))
        .row("most waiting arrivals", words(Quantity.exact(scenario.maxPending())))
        .row("timeout", words(Quantity.span(scenario.timeout())))
        .row("think time", words(Quantity.span(scenario.thinkTime())))
        .row(
            "contents",
            words(
                "%s, zipf exponent %s, %s bytes"
                    .formatted(
                        Quantity.exact(data.distinctContents()),
                        data.zipfExponent(),
                        Quantity.exact(data.payloadBytes()))))
        .row("users", words(Quantity.exact(data.users())))
        .row(
            "requests",
            words(
                String.join(
                    ", ",
                    scenario.mix().stream()
                        .map(
                            request ->
                                "%d × %s %s"
                                    .formatted(request.weight(), request.method(), request.path()))
                        .toList())))
        .row("games", words(scenario.games().words()))
        .row("rate limits", words(limits()))
        .row("seed", words(Long.toString(scenario.seed())))
        .html();
  }

  private Markup generator() {
    LoadResult load = report.load();
    var check = load.generator();
    return facts("Load generator", "its check of itself, over the measured part")
        .row("event loops", words(check.eventLoops() + " (" + check.transport() + ")"))
        .row("share of the machine's cores", words(share(check.cpuShare())))
        .row("busiest event loop", words(share(check.loopBusy())))
        .row(
            "processor time per request",
            words(Quantity.LATENCY.text(check.cpuPerRequest().toNanos() / 1e3)))
        .row(
            "garbage collections",
            words(
                "%s, %s in all, longest %s"
                    .formatted(
                        Quantity.exact(check.gcPauses()),
                        Quantity.span(check.gcTime()),
                        Quantity.span(check.gcLongest()))))
        .row(
            "schedule lag p99",
            words(
                check.scheduleLag().count() == 0
                    ? "none measured"
                    : Percentiles.P99.text(check.scheduleLag())))
        .html();
  }

  private static String share(double value) {
    return value < 0 ? Quantity.UNKNOWN : Quantity.SHARE.text(value);
  }

  private Markup machine() {
    var setup = report.setup();
    var machine = setup.machine();
    var table =
        facts("Machine and cluster", "everything ran on this one machine unless said otherwise")
            .row("HAL9", words(setup.version()))
            .row("processor", words(machine.processor()))
            .row("cores", words(Integer.toString(machine.cores())))
            .row("memory", words(Quantity.BYTES.text((double) machine.memoryBytes())))
            .row("system", words(machine.system()))
            .row("Java", words(machine.java()));
    setup.topology().forEach((name, value) -> table.row(name, words(value)));
    return table.html();
  }

  private Markup tuning() {
    var table =
        new Table(
            "Tuning",
            report.setup().tuning().isEmpty()
                ? "the target does not tell its values"
                : "in force when the run began; what differs from its default is set apart",
            List.of("Parameter", "Value", "Default"));
    new TreeMap<>(report.setup().tuning())
        .forEach(
            (key, value) -> {
              var standard =
                  TuningCatalogue.find(key).map(known -> known.defaultValue()).orElse("");
              table.row(
                  key, List.of(value.equals(standard) ? value : "changed|" + value, standard));
            });
    return table.html();
  }

  private String limits() {
    var tuning = report.setup().tuning();
    return tuning.isEmpty() ? "not told" : RateLimits.of(tuning).words();
  }

  private static Table facts(String title, String note) {
    return new Table(title, note, List.of());
  }

  private static List<String> words(String text) {
    return List.of("words|" + text);
  }
}
