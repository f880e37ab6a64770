package ai.hal9.sim.cluster;

import java.nio.file.Path;

/** What lies where in a cluster's directory. */
public record ClusterDirectory(Path root) {

  /** The state for everyone to read, as {@link ClusterState}. */
  public Path state() {
    return root.resolve("cluster.json");
  }

  /** Every process there is, with when it started, for the next supervisor. */
  public Path processes() {
    return root.resolve("processes.json");
  }

  /** Locked by the supervisor as long as it lives. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** The bearer token. */
  public Path token() {
    return root.resolve("token");
  }

  /** The keys that seal sessions, one numbered key a line. */
  public Path sessionKeys() {
    return root.resolve("session-keys");
  }

  /** What the balancer shows where it serves https, in PEM. */
  public Path certificate() {
    return root.resolve("tls").resolve("certificate.pem");
  }

  /** The key of it, for its owner only. */
  public Path certificateKey() {
    return root.resolve("tls").resolve("key.pem");
  }

  /** What the databases store. */
  public Path data() {
    return root.resolve("data");
  }

  /** What a running supervisor is asked for, and what it says of that. */
  public Path orders() {
    return root.resolve("orders");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** The nodes' and the balancer's configuration, written at each start. */
  public Path config() {
    return root.resolve("config");
  }
}
