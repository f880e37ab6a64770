package ai.hal9.sim.generator;

import io.netty.bootstrap.Bootstrap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Establishes the connections that a loop wants, not too many at once. */
final class Connecting {

  private static final int AT_ONCE = 64;

  private final Bootstrap bootstrap;
  private final @Nullable SecureTarget secure;
  private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
  private int underWay;

  Connecting(Bootstrap bootstrap, @Nullable SecureTarget secure) {
    this.bootstrap = bootstrap;
    this.secure = secure;
  }

  /** Wants a connection, unless it is established or wanted already. */
  void want(Connection connection) {
    if (!connection.connected() && !connection.opening()) {
      connection.opening(true);
      waiting.add(connection);
      next();
    }
  }

  /** An attempt has ended, well or not. */
  void ended(Connection connection) {
    connection.opening(false);
    underWay--;
    next();
  }

  /** Whether no connection is being established. */
  boolean settled() {
    return underWay == 0 && waiting.isEmpty();
  }

  private void next() {
    while (underWay < AT_ONCE && !waiting.isEmpty()) {
      underWay++;
      waiting.poll().open(bootstrap, secure);
    }
  }
}
