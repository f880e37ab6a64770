package ai.hal9.sim.cluster;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.process.ProcessIdentity;
import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** Reads and writes a cluster's JSON files. A reader sees the old one or the new one, whole. */
public final class ClusterFiles {

  private final ClusterDirectory directory;

  public ClusterFiles(ClusterDirectory directory) {
    this.directory = directory;
  }

  public ClusterDirectory directory() {
    return directory;
  }

  public void write(ClusterState state) {
    write(directory.state(), state);
  }

  /** As last written, whether or not it is still so; empty when there is none. */
  public Optional<ClusterState> state() {
    return read(directory.state()).map(text -> SimJson.LINE.readValue(text, ClusterState.class));
  }

  /** Replaces the list of processes, the supervisor first. */
  public void write(List<ProcessIdentity> processes) {
    write(directory.processes(), processes);
  }

  /** As last written, the supervisor first; empty when there are none. */
  public List<ProcessIdentity> processes() {
    return read(directory.processes())
        .map(text -> SimJson.LINE.readValue(text, new TypeReference<List<ProcessIdentity>>() {}))
        .orElse(List.of());
  }

  /** The supervisor, if it runs. */
  public Optional<ProcessIdentity> supervisor() {
    return processes().stream().findFirst().filter(ProcessIdentity::alive);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, Object value) {
    try {
      WholeFile.write(file, SimJson.PRETTY.writeValueAsString(value) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
