package ai.hal9.sim.generator;

import ai.hal9.sim.load.FailureCause;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One place for a TCP connection that carries one request at a time; it may be opened again after
 * its connection was lost. Sharable only in that sense: it is in one channel at a time.
 */
@Sharable
final class Connection extends ChannelInboundHandlerAdapter {

  private final Traffic traffic;
  private final byte[] scratch;
  private final AnswerParser answer = new AnswerParser();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf out;
  private @Nullable RenderedRequest rendered;
  private final int user;
  private boolean busy;
  private boolean opening;

  /** The intended start of the request under way, by the monotonic clock. */
  long intended;

  /** When it was sent. */
  long sent;

  @Nullable Connection earlier;
  @Nullable Connection later;

  /**
   * @param user the user it belongs to; negative where users share connections
   * @param scratch where the loop's connections read into; they take turns on one thread
   */
  Connection(int user, Traffic traffic, byte[] scratch) {
    this.user = user;
    this.traffic = traffic;
    this.scratch = scratch;
  }

  int user() {
    return user;
  }

  /** Whether it is on the way to be connected; says so until it is, or was refused. */
  boolean opening() {
    return opening;
  }

  void opening(boolean wanted) {
    opening = wanted;
  }

  boolean connected() {
    return context != null;
  }

  boolean busy() {
    return busy;
  }

  void open(Bootstrap bootstrap, @Nullable SecureTarget secure) {
    var securing = secure == null ? null : secure.securing();
    var _ =
        bootstrap
            .clone()
            .handler(securing == null ? this : SecureTarget.between(securing, this))
            .connect()
            .addListener(
                (ChannelFuture connect) -> {
                  if (!connect.isSuccess()) {
                    traffic.refused(this, connect.cause());
                  } else if (securing != null) {
                    var _ = securing.handshakeFuture().addListener(this::secured);
                  }
                });
  }

  private void secured(Future<? super Channel> handshake) {
    var channel = handshake.isSuccess() ? (Channel) handshake.getNow() : null;
    var own = channel == null ? null : channel.pipeline().context(this);
    if (own == null) {
      traffic.refused(
          this, handshake.isSuccess() ? new ClosedChannelException() : handshake.cause());
    } else {
      established(own);
    }
  }

  private void established(ChannelHandlerContext ctx) {
    context = ctx;
    traffic.connected(this);
  }

  /** Closes; the request under way is forgotten. */
  void close() {
    var old = context;
    context = null;
    busy = false;
    answer.reset();
    if (out != null) {
      out.release();
      out = null;
      rendered = null;
    }
    if (old != null) {
      traffic.released(this);
      var _ = old.close();
    }
  }

  /** Sends a request; the connection must be connected and not busy. */
  void send(RenderedRequest request, long content, long asker, long sequence) {
    var channel = context;
    if (channel == null || busy) {
      throw new IllegalStateException("a connection carries one request at a time");
    }
    var buffer = out;
    if (buffer == null || buffer.refCnt() > 1 || buffer.capacity() < request.length()) {
      if (buffer != null) {
        buffer.release();
      }
      buffer = channel.alloc().directBuffer(request.length());
      out = buffer;
      rendered = null;
    }
    if (rendered != request) {
      request.write(buffer);
      rendered = request;
    }
    buffer.setIndex(0, request.length());
    request.vary(buffer, content, asker, sequence);
    busy = true;
    var _ = channel.writeAndFlush(buffer.retain(), channel.voidPromise());
  }

  RenderedRequest request() {
    var request = rendered;
    if (request == null) {
      throw new IllegalStateException("nothing was sent");
    }
    return request;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (ctx.pipeline().get(SslHandler.class) == null) {
      established(ctx);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    try {
      while (carries(ctx) && in.isReadable()) {
        var length = Math.min(in.readableBytes(), scratch.length);
        in.readBytes(scratch, 0, length);
        read(length);
      }
    } finally {
      in.release();
    }
  }

  /** Whether an event is of the present connection, not of one given up. */
  @SuppressWarnings("ReferenceEquality") // a context has no equality but identity
  private boolean carries(ChannelHandlerContext ctx) {
    return ctx == context;
  }

  private void read(int length) {
    if (!busy) {
      close();
      traffic.closed(this);
      return;
    }
    switch (answer.feed(scratch, 0, length)) {
      case PARTIAL -> {
        // the rest is to come
      }
      case WHOLE -> whole();
      case BROKEN -> fail(FailureCause.PROTOCOL);
    }
  }

  private void whole() {
    busy = false;
    if (!answer.keepAlive()) {
      var request = rendered;
      close();
      rendered = request;
    }
    traffic.answered(this, answer);
  }

  /** Gives the request under way up. */
  void fail(FailureCause cause) {
    close();
    traffic.broken(this, cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!carries(ctx)) {
      return;
    }
    if (!busy) {
      close();
      traffic.closed(this);
    } else if (answer.end() == AnswerParser.Progress.WHOLE) {
      whole();
    } else {
      fail(FailureCause.CONNECTION);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // what TLS finds wrong comes as a decoder's failure
    var origin =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (!(origin instanceof IOException)) {
      traffic.defect(cause);
    }
    if (carries(ctx) && busy) {
      fail(FailureCause.CONNECTION);
    } else if (carries(ctx)) {
      close();
      traffic.closed(this);
    }
  }
}
