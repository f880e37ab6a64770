package ai.hal9.sim.command;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a command's requests go to. */
sealed interface Target {

  /** How a target may be spoken to. */
  Set<String> SCHEMES = Set.of("http", "https");

  /** A local cluster, whose nodes can be listened to. */
  record Cluster(ClusterState state) implements Target {

    /** Where it is asked, with its token. */
    ClusterAddress address() throws IOException {
      return new ClusterAddress(state.url(), Files.readString(state.tokenFile()).strip());
    }
  }

  /**
   * Any other address, of which nothing is known but its answers.
   *
   * @param here whether it is this machine
   */
  record Address(URI url, boolean here) implements Target {}

  /**
   * An address as given, checked; a local cluster if it is one's.
   *
   * @param allowRemote whether it may be another machine
   */
  static Target of(String text, boolean allowRemote, ClusterControl clusters) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw refused("--target %s is no address; write http://HOST:PORT".formatted(text));
    }
    if (!SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
      throw refused(
          "--target %s is not of the form http://HOST:PORT or https://HOST:PORT".formatted(text));
    }
    var here = loopback(uri.getHost());
    if (!allowRemote && !here) {
      throw refused(
          "%s is not this machine; add --allow-remote if its owner agrees to the load"
              .formatted(uri.getHost()));
    }
    var cluster =
        here && (uri.getPath().isEmpty() || uri.getPath().equals("/"))
            ? at(uri.getPort(), clusters)
            : Optional.<ClusterState>empty();
    return cluster.<Target>map(Cluster::new).orElseGet(() -> new Address(uri, here));
  }

  /** Where the running local cluster of this name is asked. */
  static ClusterAddress address(ClusterControl clusters, String name) throws IOException {
    return switch (running(clusters, name)) {
      case Cluster cluster -> cluster.address();
      case Address _ -> throw new IllegalStateException("a local cluster was asked for");
    };
  }

  /**
   * The running local cluster.
   *
   * @param name which; without one, there must be exactly one
   */
  static Target running(ClusterControl clusters, @Nullable String name) {
    return running(clusters, name, "a --target");
  }

  /**
   * The running local cluster.
   *
   * @param name which; without one, there must be exactly one
   * @param otherwise what to name where there is none
   */
  static Target running(ClusterControl clusters, @Nullable String name, String otherwise) {
    var found =
        running(clusters).stream()
            .filter(state -> name == null || name.equals(state.name()))
            .toList();
    return switch (found.size()) {
      case 1 -> new Cluster(found.getFirst());
      case 0 ->
          throw new SimException(
              SimException.Code.NOT_RUNNING,
              "no local cluster%s is running; start one with 'hal9 up', or name %s"
                  .formatted(name == null ? "" : " named " + name, otherwise));
      default ->
          throw refused(
              "several clusters are running (%s); choose one with --name"
                  .formatted(String.join(", ", found.stream().map(ClusterState::name).toList())));
    };
  }

  private static Optional<ClusterState> at(int port, ClusterControl clusters) {
    return running(clusters).stream().filter(state -> state.url().getPort() == port).findFirst();
  }

  /** Names of clusters that run beside this one, in words; empty where there are none. */
  static Optional<String> othersRunning(ClusterControl clusters, String but) {
    var names =
        running(clusters).stream()
            .map(ClusterState::name)
            .filter(name -> !name.equals(but))
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("running: %s (choose with --name)".formatted(String.join(", ", names)));
  }

  private static List<ClusterState> running(ClusterControl clusters) {
    return clusters.names().stream()
        .flatMap(name -> clusters.state(name).stream())
        .filter(state -> state.state() != ClusterState.Phase.STOPPED)
        .toList();
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
