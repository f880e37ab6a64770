package ai.hal9.dashboards.command;

import ai.hal9.dashboards.catalog.DashboardEntry;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.dashboards.catalog.SloProfiles;
import ai.hal9.dashboards.grafana.GrafanaDashboard;
import ai.hal9.dashboards.model.DashboardReading;
import ai.hal9.dashboards.model.SloProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the dashboards as Grafana's JSON. */
@Command(
    name = "grafana",
    description = {
      "Write every dashboard, bundled and your own, as JSON that Grafana imports or provisions.",
      "They read from a Prometheus that scrapes by what 'hal9 export prometheus' writes."
    },
    mixinStandardHelpOptions = true)
final class ExportGrafanaCommand implements Callable<Integer> {

  @Mixin private ExportTarget target = new ExportTarget();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "tuning-guide",
      completionCandidates = ProfileNames.class,
      description = {
        "The service levels drawn as thresholds: ${COMPLETION-CANDIDATES}.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String profile = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Path own;
  private final Consumer<String> result;
  private final Consumer<String> message;

  ExportGrafanaCommand(Path own, Consumer<String> result, Consumer<String> message) {
    this.own = own;
    this.result = result;
    this.message = message;
  }

  @Override
  public Integer call() throws IOException {
    var levels =
        SloProfiles.named(profile)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no profile %s; there are %s"
                            .formatted(profile, String.join(", ", new ProfileNames()))));
    var files = new TreeMap<String, String>();
    var wrong = new ArrayList<String>();
    for (var entry : new DashboardLibrary(own).entries()) {
      switch (entry.reading()) {
        case DashboardReading.Accepted(var dashboard) ->
            files.put(
                GrafanaDashboard.fileName(dashboard), GrafanaDashboard.json(dashboard, levels));
        case DashboardReading.Rejected rejected -> wrong.addAll(errors(entry, rejected));
      }
    }
    if (!wrong.isEmpty()) {
      message.accept("nothing was written, because of your own dashboards:");
      wrong.forEach(message);
      return ExitCode.USAGE;
    }
    return target.write(files, result, message);
  }

  private List<String> errors(DashboardEntry entry, DashboardReading.Rejected rejected) {
    return rejected.errors().stream()
        .map(error -> "  %s: %s".formatted(own.resolve(entry.name() + ".yaml"), error.text()))
        .toList();
  }

  /** The profiles' names, for help and completion. */
  static final class ProfileNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SloProfiles.all().stream().map(SloProfile::name).iterator();
    }
  }
}
