package ai.hal9.sim.balance;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Active health: asks every upstream {@code GET /health/ready}, each time on a new connection, so
 * that a node that no longer accepts is noticed too. A 200 lets it in, any other answer or a
 * refused connection takes it out at once, timeouts do so when they repeat.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class HealthChecks {

  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

  private final UpstreamSet upstreams;
  private final BalancerConfig.Checking checking;
  private final Bootstrap connector;

  HealthChecks(
      EventLoop loop,
      Class<? extends Channel> channel,
      UpstreamSet upstreams,
      BalancerConfig.Checking checking) {
    this.upstreams = upstreams;
    this.checking = checking;
    this.connector =
        new Bootstrap()
            .group(loop)
            .channel(channel)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) checking.timeout().toMillis());
    var interval = checking.interval().toMillis();
    var _ = loop.scheduleAtFixedRate(this::checkAll, 0, interval, TimeUnit.MILLISECONDS);
  }

  /** A task that throws is not run again, and nobody would be checked any more. */
  private void checkAll() {
    for (var upstream : upstreams.all()) {
      try {
        check(upstream);
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.error("{} could not be checked", upstream.address().name(), e);
      }
    }
  }

  private void check(Upstream upstream) {
    connector
        .clone()
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel opened) {
                opened
                    .pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(
                        new ReadTimeoutHandler(
                            checking.timeout().toMillis(), TimeUnit.MILLISECONDS))
                    .addLast(new Check(upstream));
              }
            })
        .connect(upstream.socket())
        .addListener((ChannelFuture connected) -> connected(upstream, connected));
  }

  private static void connected(Upstream upstream, ChannelFuture connected) {
    if (connected.isSuccess()) {
      return;
    }
    if (connected.cause() instanceof ConnectTimeoutException) {
      upstream.checkTimedOut();
    } else {
      upstream.checkedUnready("it cannot be connected to");
    }
  }

  private static final class Check extends SimpleChannelInboundHandler<HttpObject> {

    private final Upstream upstream;
    private boolean told;

    Check(Upstream upstream) {
      this.upstream = upstream;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      var request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.GET, "/health/ready", Unpooled.EMPTY_BUFFER);
      request
          .headers()
          .set(HttpHeaderNames.HOST, upstream.address().url().getAuthority())
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      ctx.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
      if (message instanceof HttpResponse head) {
        told = true;
        if (head.status().code() == 200) {
          upstream.checkedReady();
        } else {
          upstream.checkedUnready("/health/ready answers " + head.status().code());
        }
        ctx.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (!told) {
        upstream.checkedUnready("it ends the connection of a health check");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!told && cause instanceof ReadTimeoutException) {
        upstream.checkTimedOut();
        told = true;
      }
      ctx.close();
    }
  }
}
