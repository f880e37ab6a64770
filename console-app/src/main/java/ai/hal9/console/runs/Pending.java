package ai.hal9.console.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports that could not be kept in the database when they came: files, until they can. */
final class Pending {

  private static final Logger LOG = LoggerFactory.getLogger(Pending.class);
  private static final String REPORT = ".json";
  private static final String PAGE = ".html";

  private final Path directory;
  private final InstantSource clock;

  Pending(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Path keep(RunReportText report) {
    try {
      Files.createDirectories(directory);
      var name = clock.instant().toString().replace(':', '-');
      Files.writeString(directory.resolve(name + PAGE), report.page());
      var written = Files.writeString(directory.resolve(name + ".part"), report.json());
      return Files.move(written, directory.resolve(name + REPORT));
    } catch (IOException e) {
      throw new RunsException(
          RunsException.Code.STORAGE,
          "The run's report cannot be kept in %s (%s).".formatted(directory, e.getMessage()),
          e);
    }
  }

  /** Moves all of them into the database. */
  void takeInto(Consumer<RunReportText> store) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    var found = new ArrayList<Path>();
    try (var files = Files.list(directory)) {
      files.filter(file -> file.toString().endsWith(REPORT)).sorted().forEach(found::add);
      for (var file : found) {
        take(file, store);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read", directory, e);
    }
  }

  private static void take(Path file, Consumer<RunReportText> store) {
    var page = Path.of(file.toString().replace(REPORT, PAGE));
    try {
      store.accept(
          new RunReportText(
              Files.readString(file), Files.exists(page) ? Files.readString(page) : ""));
      Files.delete(file);
      Files.deleteIfExists(page);
    } catch (IOException | RunsException e) {
      LOG.warn("The report set aside in {} cannot be kept", file, e);
    }
  }
}
