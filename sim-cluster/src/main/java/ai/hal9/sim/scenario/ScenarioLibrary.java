package ai.hal9.sim.scenario;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scenarios there are by name: the user's own, files in one directory, and the bundled ones.
 */
public final class ScenarioLibrary {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");
  private static final String SUFFIX = ".yaml";

  private final Path directory;

  /**
   * @param directory where the user's own are; made when the first is saved
   */
  public ScenarioLibrary(Path directory) {
    this.directory = directory;
  }

  /**
   * A scenario by name.
   *
   * @param own whether it is the user's own
   */
  public record Entry(String name, boolean own) {}

  /** All of them: the bundled ones, the shortest runs first, then the user's own by name. */
  public List<Entry> entries() {
    var all = new ArrayList<Entry>();
    ScenarioFiles.bundledNames().forEach(name -> all.add(new Entry(name, false)));
    if (Files.isDirectory(directory)) {
      try (var files = Files.list(directory)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(file -> file.endsWith(SUFFIX))
            .map(file -> file.substring(0, file.length() - SUFFIX.length()))
            .sorted()
            .forEach(name -> all.add(new Entry(name, true)));
      } catch (IOException e) {
        throw failed("read", directory, e);
      }
    }
    return all;
  }

  /** A scenario's text; empty when there is none of that name any more. */
  public Optional<String> text(Entry entry) {
    if (!entry.own()) {
      return ScenarioFiles.bundledText(entry.name());
    }
    var file = file(entry.name());
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  /** Whether a name can be that of a user's own scenario. */
  public static boolean possible(String name) {
    return NAME.matcher(name).matches() && !ScenarioFiles.bundledNames().contains(name);
  }

  /**
   * Saves a scenario of the user's own; one of the same name is replaced.
   *
   * @throws SimException when the name is not {@link #possible} or the file cannot be written
   */
  public Entry save(String name, String text) {
    if (!possible(name)) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "'%s' cannot be a scenario's name: up to 100 letters, digits, blanks, . _ and -, beginning with a letter or digit, and not that of a bundled one"
              .formatted(name));
    }
    var file = file(name);
    try {
      Files.createDirectories(directory);
      var part = Files.writeString(directory.resolve(name + ".part"), text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return new Entry(name, true);
    } catch (IOException e) {
      throw failed("write", file, e);
    }
  }

  /** Deletes a scenario of the user's own; its text, to save it again. */
  public Optional<String> delete(Entry entry) {
    if (!entry.own()) {
      return Optional.empty();
    }
    var text = text(entry);
    try {
      Files.deleteIfExists(file(entry.name()));
      return text;
    } catch (IOException e) {
      throw failed("delete", file(entry.name()), e);
    }
  }

  private Path file(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private static SimException failed(String what, Path file, IOException e) {
    return new SimException(
        SimException.Code.STORAGE,
        "cannot %s %s (%s); check its owner and mode".formatted(what, file, e.getMessage()),
        e);
  }
}
