package ai.hal9.sim.balance;

import ai.hal9.sim.SimException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The balancer on Netty's event loops: one {@link Lane} each. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class NettyBalancer implements Balancer {

  private static final int MOST_HEADER_BYTES = 32_768;
  private static final int BACKLOG = 4_096;

  /** How long a client may take to agree on keys. */
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final BalancerConfig config;
  private final UpstreamSet upstreams;
  private final EventLoopGroup loops;
  private final Map<EventExecutor, Lane> lanes = new HashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Instant startedAt = Instant.now();
  private final BalancerAdmin admin;
  private final @Nullable SslContext tls;
  private final Channel listening;

  private NettyBalancer(BalancerConfig config, @Nullable String token) {
    this.config = config;
    this.tls = tls(config.listener().identity());
    this.upstreams = new UpstreamSet(config.checking(), config.upstreams());
    this.admin = new BalancerAdmin(upstreams, this::status, token);
    var epoll = Epoll.isAvailable();
    this.loops =
        new MultiThreadIoEventLoopGroup(
            config.listener().ioThreads(),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Class<? extends Channel> channel = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    loops.forEach(loop -> lanes.put(loop, new Lane((EventLoop) loop, config, upstreams, channel)));
    this.listening = listen(epoll);
    var _ = new HealthChecks(loops.next(), channel, upstreams, config.checking());
  }

  static Balancer start(BalancerConfig config, @Nullable String token) {
    return new NettyBalancer(config, token);
  }

  private static @Nullable SslContext tls(BalancerConfig.@Nullable Identity identity) {
    if (identity == null) {
      return null;
    }
    try {
      return SslContextBuilder.forServer(identity.certificate().toFile(), identity.key().toFile())
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "the balancer cannot serve https with %s and %s, which must be a certificate in PEM and its key in PKCS #8 without a password: %s"
              .formatted(identity.certificate(), identity.key(), cause(e)),
          e);
    }
  }

  private static @Nullable String cause(Exception e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  private Channel listen(boolean epoll) {
    var address = new InetSocketAddress(config.listener().host(), config.listener().port());
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    accept(opened);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new SimException(
          SimException.Code.PORT_TAKEN,
          "the balancer cannot listen on %s: %s".formatted(address, bound.cause().getMessage()),
          bound.cause());
    }
    return bound.channel();
  }

  private void accept(Channel opened) {
    if (tls != null) {
      var securing = tls.newHandler(opened.alloc());
      securing.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
      opened.pipeline().addLast(securing);
    }
    if (connections.incrementAndGet() > config.listener().maxConnections()) {
      refused.increment();
      opened.pipeline().addLast(new HttpResponseEncoder());
      opened
          .writeAndFlush(Problem.TOO_MANY_CONNECTIONS.response())
          .addListener(ChannelFutureListener.CLOSE);
    } else {
      var lane = lanes.get(opened.eventLoop());
      if (lane != null) {
        new ClientConnection(lane, opened, admin).start();
      }
    }
    opened.closeFuture().addListener(_ -> connections.decrementAndGet());
  }

  /** Limits of what is read: the head's size, and how much of a body is taken at once. */
  static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(MOST_HEADER_BYTES)
        .setMaxHeaderSize(MOST_HEADER_BYTES)
        .setMaxChunkSize(MOST_HEADER_BYTES);
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public BalancerStatus status() {
    var now = System.nanoTime();
    return new BalancerStatus(
        startedAt,
        connections.get(),
        refused.sum(),
        upstreams.all().stream()
            .map(upstream -> BalancerStatus.UpstreamStatus.of(upstream, now))
            .toList());
  }

  @Override
  public void balanceOver(List<UpstreamAddress> addresses) {
    upstreams.replace(addresses);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listening.close().awaitUninterruptibly();
    lanes.values().forEach(lane -> lane.drain().awaitUninterruptibly());
    var until = System.nanoTime() + config.gracefulShutdown().toNanos();
    while (connections.get() > 0 && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
