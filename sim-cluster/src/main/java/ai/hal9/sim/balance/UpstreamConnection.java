package ai.hal9.sim.balance;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection to an upstream: serves one exchange at a time, waits in its lane between two. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to do
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

  private final Lane lane;
  private final Upstream upstream;
  private final Channel channel;
  private final UpstreamDecoder decoder;
  private final Outlet outlet;
  private @Nullable Exchange exchange;
  private boolean interim;
  private boolean reusable;
  private boolean keeping;
  private int served;
  private long idleSince;
  private String lastError = "connection closed";

  /** Takes charge of a channel that was connected. */
  UpstreamConnection(Lane lane, Upstream upstream, Channel channel) {
    this.lane = lane;
    this.upstream = upstream;
    this.channel = channel;
    this.decoder = new UpstreamDecoder(NettyBalancer.decoding());
    this.outlet = new Outlet(channel, lane.heads());
    channel.pipeline().addLast(decoder, this);
  }

  Upstream upstream() {
    return upstream;
  }

  Channel channel() {
    return channel;
  }

  Outlet outlet() {
    return outlet;
  }

  boolean open() {
    return channel.isActive();
  }

  long idleSince() {
    return idleSince;
  }

  /** Gives the connection to an exchange, which writes its request next. */
  void serve(Exchange next) {
    exchange = next;
    decoder.expect(next.head().method().equals(HttpMethod.HEAD));
    served++;
    reusable = served < lane.config().forwarding().keepaliveRequests();
  }

  /**
   * The exchange is over; the connection waits for the next, or goes. It is not to be had before
   * all that was read with the answer's end has been looked at: what comes after an answer belongs
   * to nobody, least of all to the next exchange.
   */
  void release(boolean clean) {
    exchange = null;
    if (clean && reusable && open() && !lane.draining()) {
      keeping = true;
      if (!channel.config().isAutoRead()) {
        channel.config().setAutoRead(true);
      }
    } else {
      close();
    }
  }

  void close() {
    exchange = null;
    keeping = false;
    channel.close();
  }

  void becomeTunnel() {
    channel.pipeline().remove(decoder);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var current = exchange;
    if (current == null) {
      ReferenceCountUtil.release(message);
      close();
      return;
    }
    switch (message) {
      case ByteBuf bytes -> current.tunnelled(bytes);
      case HttpResponse head -> answered(current, head);
      case HttpContent content when content.decoderResult().isFailure() -> {
        content.release();
        lastError = "malformed chunks: " + content.decoderResult().cause().getMessage();
        fail(current);
      }
      case HttpContent content when interim -> {
        interim = !(content instanceof LastHttpContent);
        content.release();
      }
      case HttpContent content -> current.content(content);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void answered(Exchange current, HttpResponse head) {
    if (head.decoderResult().isFailure()) {
      lastError = "not an HTTP answer: " + head.decoderResult().cause().getMessage();
      fail(current);
      return;
    }
    var switching = head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    if (switching && !current.upgrade()) {
      lastError = "changed the protocol unasked";
      fail(current);
      return;
    }
    interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL && !switching;
    if (interim) {
      return;
    }
    reusable = reusable && HttpUtil.isKeepAlive(head);
    current.answered(head);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    var current = exchange;
    if (current != null) {
      current.flushClient();
    } else if (keeping) {
      keeping = false;
      idleSince = lane.now();
      lane.keep(this);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    var current = exchange;
    if (current != null && channel.isWritable()) {
      current.upstreamWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    outlet.discard();
    var current = exchange;
    if (current == null) {
      lane.forget(this);
    } else {
      fail(current);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    lastError = String.valueOf(cause.getMessage());
    ctx.close();
  }

  private void fail(Exchange current) {
    close();
    current.upstreamLost(lastError);
  }
}
