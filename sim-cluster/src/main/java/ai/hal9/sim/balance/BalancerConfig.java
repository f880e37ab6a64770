package ai.hal9.sim.balance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the balancer is told at its start. {@link BalancerConfigFile} reads it from YAML.
 *
 * @param listener where clients come in
 * @param forwarding how requests go on to the upstreams
 * @param checking when an upstream counts as down
 * @param tokenFile holds the bearer token of the {@code /balancer} calls; null refuses them all
 * @param upstreams the first set of upstreams; may be empty
 * @param gracefulShutdown how long requests in flight may take to end after a stop was asked for
 */
public record BalancerConfig(
    Listener listener,
    Forwarding forwarding,
    Checking checking,
    @Nullable Path tokenFile,
    List<UpstreamAddress> upstreams,
    Duration gracefulShutdown) {

  public BalancerConfig {
    upstreams = List.copyOf(upstreams);
  }

  /**
   * Where clients come in.
   *
   * @param host address to bind, {@code 127.0.0.1}
   * @param port port to bind, 8080; 0 takes a free one
   * @param ioThreads event loops, 1: on few cores the nodes need the others
   * @param maxConnections client connections at once, 10,000; one more gets a 503
   * @param idleTimeout how long a connection may be without a request, 65 s
   * @param identity who it shows itself as over TLS; null, the default, serves clear text
   */
  public record Listener(
      String host,
      int port,
      int ioThreads,
      int maxConnections,
      Duration idleTimeout,
      @Nullable Identity identity) {

    public static Listener defaults() {
      return new Listener("127.0.0.1", 8080, 1, 10_000, Duration.ofSeconds(65), null);
    }
  }

  /**
   * A server's certificate and the key of it.
   *
   * @param certificate PEM, the server's own first, then those that signed it
   * @param key PEM, PKCS #8, without a password
   */
  public record Identity(Path certificate, Path key) {}

  /**
   * How requests go on.
   *
   * @param connectTimeout for a connection to an upstream, 5 s
   * @param readTimeout between two reads from an upstream, 60 s
   * @param sendTimeout between two reads of a request's body, 60 s
   * @param keepalive idle connections kept per upstream and event loop, 1,000; when there are fewer
   *     than requests at once, every burst makes and ends connections
   * @param keepaliveTimeout how long an idle one is kept, 50 s; must be below the nodes' own idle
   *     timeout, else a request meets a closing connection
   * @param keepaliveRequests requests after which a connection is not used again, 1,000
   * @param replayBytes bodies up to this size are held until the upstream has answered, so that the
   *     request can be sent again; 65,536
   */
  public record Forwarding(
      Duration connectTimeout,
      Duration readTimeout,
      Duration sendTimeout,
      int keepalive,
      Duration keepaliveTimeout,
      int keepaliveRequests,
      int replayBytes) {

    public static Forwarding defaults() {
      return new Forwarding(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          1_000,
          Duration.ofSeconds(50),
          1_000,
          65_536);
    }
  }

  /**
   * When an upstream counts as down.
   *
   * @param interval between two {@code GET /health/ready}, 500 ms
   * @param timeout of one of them, 2 s
   * @param maxFails failed requests within {@code failTimeout} that take an upstream out, 3
   * @param failTimeout how long it then stays out, 30 s
   */
  public record Checking(Duration interval, Duration timeout, int maxFails, Duration failTimeout) {

    public static Checking defaults() {
      return new Checking(Duration.ofMillis(500), Duration.ofSeconds(2), 3, Duration.ofSeconds(30));
    }
  }
}
