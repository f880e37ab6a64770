package ai.hal9.dashboards.command;

import ai.hal9.dashboards.prometheus.PrometheusFiles;
import ai.hal9.dashboards.prometheus.ScrapeTarget;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

  @Mixin private ExportTarget target = new ExportTarget();

  @Option(
      names = "--node",
      paramLabel = "NAME=HOST:PORT",
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
      description = "The nodes' label region. Default: ${DEFAULT-VALUE}.")
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
    var equals = node.indexOf('=');
    try {
      if (equals < 1) {
        throw new IllegalArgumentException("not NAME=HOST:PORT: " + node);
      }
      return new ScrapeTarget(
          node.substring(equals + 1), cluster, region, node.substring(0, equals));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--node: " + e.getMessage(), e);
    }
  }
}
