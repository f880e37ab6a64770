package ai.hal9.sim.balance;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one event loop owns: its clients and its connections to upstreams. Nothing here is touched
 * by another thread, so a request passes without a lock or a change of thread.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final long SWEEP_MILLIS = 250;

  private final EventLoop loop;
  private final BalancerConfig config;
  private final UpstreamSet upstreams;
  private final Bootstrap connector;
  private final Map<Upstream, ArrayDeque<UpstreamConnection>> idle = new HashMap<>();
  private final Set<ClientConnection> clients = new HashSet<>();
  private final HeadBytes heads = new HeadBytes();
  private long now = System.nanoTime();
  private boolean draining;

  Lane(
      EventLoop loop,
      BalancerConfig config,
      UpstreamSet upstreams,
      Class<? extends Channel> channel) {
    this.loop = loop;
    this.config = config;
    this.upstreams = upstreams;
    this.connector =
        new Bootstrap()
            .group(loop)
            .channel(channel)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) config.forwarding().connectTimeout().toMillis())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    // an UpstreamConnection takes charge once it is connected
                  }
                });
    var _ =
        loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  EventLoop loop() {
    return loop;
  }

  BalancerConfig config() {
    return config;
  }

  /** Whether clients come over TLS. */
  boolean secure() {
    return config.listener().identity() != null;
  }

  UpstreamSet upstreams() {
    return upstreams;
  }

  /** Where heads are rendered. */
  HeadBytes heads() {
    return heads;
  }

  /**
   * The monotonic clock as it was at the last sweep: exact enough for timeouts, which sweeps alone
   * look at, and free to read several times a request.
   */
  long now() {
    return now;
  }

  /** Whether more than so much time has passed since an earlier {@link #now()}. */
  boolean expired(long since, Duration allowed) {
    return now - since - TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS) > allowed.toNanos();
  }

  boolean draining() {
    return draining;
  }

  void opened(ClientConnection client) {
    clients.add(client);
  }

  void closed(ClientConnection client) {
    clients.remove(client);
  }

  /** An idle connection to the upstream that is still open, or null. */
  @Nullable UpstreamConnection reusable(Upstream upstream) {
    var kept = idle.get(upstream);
    if (kept == null) {
      return null;
    }
    for (var next = kept.pollLast(); next != null; next = kept.pollLast()) {
      if (next.open()) {
        return next;
      }
    }
    return null;
  }

  ChannelFuture connect(Upstream upstream) {
    return connector.connect(upstream.socket());
  }

  /** Keeps a connection for the next request, when it may be. */
  void keep(UpstreamConnection connection) {
    var kept = idle.computeIfAbsent(connection.upstream(), _ -> new ArrayDeque<>());
    if (kept.size() >= config.forwarding().keepalive() || connection.upstream().removed()) {
      connection.close();
    } else {
      kept.addLast(connection);
    }
  }

  void forget(UpstreamConnection connection) {
    var kept = idle.get(connection.upstream());
    if (kept != null) {
      kept.remove(connection);
    }
  }

  /** Lets requests in flight end and everything else go; tunnels have no end and go at once. */
  Future<?> drain() {
    return loop.submit(
        () -> {
          draining = true;
          new ArrayList<>(clients).forEach(ClientConnection::drain);
        });
  }

  /** Number of client connections, asked on the loop. */
  Future<Integer> connections() {
    return loop.submit(clients::size);
  }

  /** A task that throws is not run again, and no timeout would be kept any more. */
  private static void sweep(ClientConnection client) {
    try {
      client.sweep();
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("A connection that may be too slow is closed", e);
      client.close();
    }
  }

  private void sweep() {
    now = System.nanoTime();
    new ArrayList<>(clients).forEach(Lane::sweep);
    var oldest = now - config.forwarding().keepaliveTimeout().toNanos();
    for (var entry : idle.entrySet()) {
      var kept = entry.getValue();
      for (var first = kept.peekFirst();
          first != null && (first.idleSince() - oldest < 0 || entry.getKey().removed());
          first = kept.peekFirst()) {
        kept.removeFirst();
        first.close();
      }
    }
    idle.entrySet().removeIf(entry -> entry.getKey().removed() && entry.getValue().isEmpty());
  }
}
