package ai.hal9.dashboards.command;

import ai.hal9.dashboards.prometheus.PrometheusFiles;
import ai.hal9.dashboards.prometheus.ScrapeTarget;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what Prometheus is started with. */
@Command(
    name = "prometheus",
    description = {
      "Write a scrape configuration, recording rules and alert rules for Prometheus.",
      "rules/CORRECTIONS.md compares each alert with the document that names it."
    },
    mixinStandardHelpOptions = true)
final class ExportPrometheusCommand implements Callable<Integer> {

  private static final Pattern NODE =
      Pattern.compile("(?<name>[^=]+)=(?<address>[^\\s@/]+:\\d{1,5})(?:@(?<region>\\S+))?");

  @Mixin private ExportTarget target = new ExportTarget();

  @Option(
      names = "--node",
      paramLabel = "NAME=HOST:PORT[@REGION]",
      description = {
        "A node to scrape; may be given several times. 'hal9 status' shows a local cluster's.",
        "Without any, targets/hal9.yml says how to name them."
      })
  private List<String> nodes = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "The nodes' label cluster. Default: ${DEFAULT-VALUE}.")
  private String cluster = "";

  @Option(
      names = "--region",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "The label region of nodes that name none. Default: ${DEFAULT-VALUE}.")
  private String region = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Consumer<String> result;
  private final Consumer<String> message;

  ExportPrometheusCommand(Consumer<String> result, Consumer<String> message) {
    this.result = result;
    this.message = message;
  }

  @Override
  public Integer call() throws IOException {
    var targets = nodes.stream().map(this::scraped).toList();
    return target.write(PrometheusFiles.of(targets), result, message);
  }

  private ScrapeTarget scraped(String node) {
    var form = NODE.matcher(node);
    if (!form.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--node: not NAME=HOST:PORT or NAME=HOST:PORT@REGION: " + node);
    }
    var own = form.group("region");
    return new ScrapeTarget(
        form.group("address"), cluster, own == null ? region : own, form.group("name"));
  }
}
