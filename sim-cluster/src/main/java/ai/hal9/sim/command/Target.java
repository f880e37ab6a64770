package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.Hal9Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a command's requests go to. */
final class Target {

  private Target() {}

  /**
   * An address as given, checked.
   *
   * @param allowRemote whether it may be another machine
   */
  static URI of(String text, boolean allowRemote) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw refused("--target %s is no address; write http://HOST:PORT".formatted(text));
    }
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw refused("--target %s is not of the form http://HOST:PORT".formatted(text));
    }
    if (!allowRemote && !loopback(uri.getHost())) {
      throw refused(
          "%s is not this machine; add --allow-remote if its owner agrees to the load"
              .formatted(uri.getHost()));
    }
    return uri;
  }

  /** The running local cluster's address; there must be exactly one, or one of that name. */
  static URI running(Hal9Home home, Optional<String> name) {
    var running =
        states(home).stream().filter(state -> name.map(state.name()::equals).orElse(true));
    var found = running.toList();
    return switch (found.size()) {
      case 1 -> found.getFirst().url();
      case 0 ->
          throw new SimException(
              SimException.Code.NOT_RUNNING,
              "no local cluster is running; start one with 'hal9 up', or name a --target");
      default ->
          throw refused(
              "several clusters are running (%s); choose one with --name"
                  .formatted(String.join(", ", found.stream().map(ClusterState::name).toList())));
    };
  }

  private static List<ClusterState> states(Hal9Home home) {
    if (!Files.isDirectory(home.clusters())) {
      return List.of();
    }
    try (Stream<Path> clusters = Files.list(home.clusters())) {
      return clusters
          .map(path -> new ClusterFiles(home.cluster(path.getFileName().toString())))
          .filter(files -> files.supervisor().isPresent())
          .flatMap(files -> files.state().stream())
          .toList();
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.STORAGE, "cannot read %s".formatted(home.clusters()), e);
    }
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static SimException refused(String message) {
    return new SimException(SimException.Code.CONFIGURATION, message);
  }
}
