package ai.hal9.dashboards.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where an export goes, and how what was written is told. */
final class ExportTarget {

  @Parameters(paramLabel = "DIR", description = "The directory to write to; made when missing.")
  private Path directory = Path.of("");

  @Option(names = "--force", description = "Overwrite files that are there.")
  private boolean force;

  @Option(names = "--json", description = "Print what was written as JSON.")
  private boolean json;

  /** What an export tells programs. */
  record Written(String directory, List<String> files) {}

  /** Writes files, or none where one would overwrite another. */
  int write(SortedMap<String, String> files, Consumer<String> result, Consumer<String> message)
      throws IOException {
    var present = files.keySet().stream().filter(file -> Files.exists(at(file))).toList();
    if (!present.isEmpty() && !force) {
      message.accept(
          "nothing was written: %s %s already; --force overwrites"
              .formatted(
                  String.join(", ", present.stream().map(file -> at(file).toString()).toList()),
                  present.size() == 1 ? "exists" : "exist"));
      return ExitCode.SOFTWARE;
    }
    for (var file : files.entrySet()) {
      var path = at(file.getKey());
      var parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(path, file.getValue());
    }
    if (json) {
      // made here, since every command of the program has one of these
      var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      result.accept(
          mapper.writeValueAsString(
              new Written(directory.toString(), List.copyOf(files.keySet()))));
    } else {
      files.keySet().forEach(file -> result.accept(at(file).toString()));
    }
    return ExitCode.OK;
  }

  private Path at(String file) {
    return directory.resolve(file);
  }
}
