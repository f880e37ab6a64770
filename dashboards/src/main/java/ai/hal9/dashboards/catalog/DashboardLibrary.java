package ai.hal9.dashboards.catalog;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.dashboards.catalog.DashboardEntry.Origin;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.DashboardReading;
import ai.hal9.dashboards.model.DashboardYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The bundled dashboards and the user's own, which are the files {@code NAME.yaml} of a directory.
 * One that cannot be read does not hide the bundled one of its name: both are listed.
 */
public final class DashboardLibrary {

  private static final String ENDING = ".yaml";

  private final Path directory;

  /**
   * @param directory of the user's own; need not exist
   */
  public DashboardLibrary(Path directory) {
    this.directory = directory;
  }

  /** Where the user's own are. */
  public Path directory() {
    return directory;
  }

  /**
   * All there are: the bundled ones in the order of the screens, then the user's by name.
   *
   * @throws UncheckedIOException when the directory cannot be listed
   */
  public List<DashboardEntry> entries() {
    var own = new TreeMap<String, DashboardEntry>();
    files()
        .forEach(
            (file, version) -> {
              var name = name(file);
              own.put(name, new DashboardEntry(name, Origin.USER, read(name, file)));
            });
    var entries = new ArrayList<DashboardEntry>();
    for (var dashboard : BundledDashboards.all()) {
      var instead = own.remove(dashboard.name());
      if (instead == null || instead.reading() instanceof DashboardReading.Rejected) {
        entries.add(bundled(dashboard));
      }
      if (instead != null) {
        entries.add(instead);
      }
    }
    entries.addAll(own.values());
    return List.copyOf(entries);
  }

  /** The bundled ones alone, in the order of the screens. */
  public static List<DashboardEntry> bundled() {
    return BundledDashboards.all().stream().map(DashboardLibrary::bundled).toList();
  }

  private static DashboardEntry bundled(Dashboard dashboard) {
    return new DashboardEntry(
        dashboard.name(), Origin.BUNDLED, new DashboardReading.Accepted(dashboard));
  }

  /**
   * Writes a dashboard as the user's own, whole or not at all: a reader finds the file as it was or
   * as it will be. Comments of a file that was there are lost.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public void save(Dashboard dashboard) {
    try {
      Files.createDirectories(directory);
      var draft = Files.createTempFile(directory, "." + dashboard.name(), ".tmp");
      try {
        Files.writeString(draft, DashboardYaml.write(dashboard));
        Files.move(
            draft,
            directory.resolve(dashboard.name() + ENDING),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes the user's own dashboard of a name; a bundled one of that name is back then.
   *
   * @return whether there was one
   * @throws UncheckedIOException when it cannot be deleted
   */
  public boolean delete(String name) {
    try {
      return Files.deleteIfExists(directory.resolve(name + ENDING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The user's files, each with what changes when it is written.
   *
   * @throws UncheckedIOException when the directory cannot be listed
   */
  SortedMap<Path, Version> files() {
    var found = new TreeMap<Path, Version>();
    try (var listed = Files.newDirectoryStream(directory, "*" + ENDING)) {
      for (var file : listed) {
        if (!name(file).startsWith(".")) {
          version(file, found);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new TreeMap<>();
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** A file's time and size. */
  record Version(long modifiedNanos, long size) {}

  private static void version(Path file, Map<Path, Version> found) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        var modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        found.put(file, new Version(modified, attributes.size()));
      }
    } catch (NoSuchFileException e) {
      // It was deleted since it was listed.
      found.remove(file);
    }
  }

  private static DashboardReading read(String name, Path file) {
    try {
      return DashboardYaml.read(name, Files.readString(file));
    } catch (IOException e) {
      var why = "the file cannot be read: " + e.getClass().getSimpleName();
      return new DashboardReading.Rejected(List.of(new YamlError(1, "", why)));
    }
  }

  private static String name(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }
}
