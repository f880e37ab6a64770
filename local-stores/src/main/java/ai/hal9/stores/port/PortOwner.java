package ai.hal9.stores.port;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process that listens on a port.
 *
 * @param command its program's name
 */
public record PortOwner(long pid, String command) {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /** Who listens on a TCP port of this machine; empty where this user may not know. */
  public static Optional<PortOwner> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      sockets.addAll(listeningSockets(PROC.resolve(table), port));
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, sockets)) {
          return Optional.of(owner(process));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** {@code nginx (pid 123)}, or that it is not known. */
  public static String describe(int port) {
    return of(port)
        .map(PortOwner::toString)
        .orElse("a process this user may not see (try: sudo ss -ltnp sport = :%d)".formatted(port));
  }

  @Override
  public String toString() {
    return command + " (pid " + pid + ")";
  }

  private static Set<String> listeningSockets(Path table, int port) {
    Set<String> inodes = new HashSet<>();
    String suffix = ":%04X".formatted(port);
    for (String line : lines(table)) {
      List<String> columns = List.of(line.strip().split("\\s+"));
      if (columns.size() > INODE
          && columns.get(STATE).equals(LISTENING)
          && columns.get(LOCAL_ADDRESS).endsWith(suffix)) {
        inodes.add("socket:[" + columns.get(INODE) + "]");
      }
    }
    return inodes;
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(target(descriptor))) {
          return true;
        }
      }
    } catch (IOException e) {
      // another user's process, or one that has just ended
      return false;
    }
    return false;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // closed meanwhile
      return "";
    }
  }

  private static PortOwner owner(Path process) {
    List<String> name = lines(process.resolve("comm"));
    return new PortOwner(
        Long.parseLong(process.getFileName().toString()),
        name.isEmpty() ? "an unnamed process" : name.getFirst());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
