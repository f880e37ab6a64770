package ai.hal9.sim.balance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A client's connection: its requests one after another, pipelined ones in their order. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class ClientConnection extends ChannelInboundHandlerAdapter {

  private static final int MOST_WAITING = 64;

  /** How long what a client still sends after its last answer is read and thrown away. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final ByteBuf CONTINUE =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));

  private final Lane lane;
  private final Channel channel;
  private final BalancerAdmin admin;
  private final HttpRequestDecoder decoder = new HttpRequestDecoder(NettyBalancer.decoding());
  private final Outlet outlet;
  private final String address;
  private final ArrayDeque<Object> waiting = new ArrayDeque<>(0);
  private @Nullable Exchange current;
  private @Nullable AdminCall adminCall;

  /** Whether the client speaks HTTP/1.0. */
  private boolean old;

  /** Whether the request under way asks for a head alone. */
  private boolean headOnly;

  private boolean keepAlive = true;
  private boolean discarding;
  private boolean lingering;
  private long touched;

  ClientConnection(Lane lane, Channel channel, BalancerAdmin admin) {
    this.lane = lane;
    this.channel = channel;
    this.admin = admin;
    this.outlet = new Outlet(channel, lane.heads());
    this.touched = lane.now();
    this.address =
        channel.remoteAddress() instanceof InetSocketAddress inet
            ? inet.getAddress().getHostAddress()
            : "unknown";
  }

  /** Takes charge of the channel. */
  void start() {
    lane.opened(this);
    channel.pipeline().addLast(decoder, this);
  }

  Channel channel() {
    return channel;
  }

  Outlet outlet() {
    return outlet;
  }

  private boolean keepsAlive() {
    return keepAlive && !lane.draining();
  }

  void touch() {
    touched = lane.now();
  }

  void pause() {
    channel.config().setAutoRead(false);
  }

  /** Reads on, unless requests or the answers to them wait already. */
  void resume() {
    if (!channel.config().isAutoRead() && waiting.size() < MOST_WAITING && channel.isWritable()) {
      channel.config().setAutoRead(true);
    }
  }

  void close() {
    channel.close();
  }

  void becomeTunnel() {
    channel.pipeline().remove(decoder);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (busy() || !waiting.isEmpty()) {
      waiting.add(message);
      if (waiting.size() >= MOST_WAITING) {
        pause();
      }
    } else {
      accept(message);
    }
  }

  /** Whether a request has arrived whole and is not answered yet. */
  private boolean busy() {
    return current != null && current.received() && !current.tunnel();
  }

  private void accept(Object message) {
    if (discarding) {
      ReferenceCountUtil.release(message);
      return;
    }
    touch();
    switch (message) {
      case ByteBuf bytes when current != null -> current.tunnel(bytes);
      case HttpRequest head -> begin(head);
      case HttpContent content when content.decoderResult().isFailure() -> malformed(content);
      case HttpContent content when adminCall != null -> {
        if (adminCall.body(content)) {
          var response = adminCall.answer();
          adminCall = null;
          answer(response);
        }
      }
      case HttpContent content when current != null -> current.body(content);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest head) {
    headOnly = head.method().equals(HttpMethod.HEAD);
    if (head.decoderResult().isFailure()) {
      var status = refusal(head.decoderResult().cause());
      refuse(Problem.of(status, "bad-request", "not a request to understand"));
      return;
    }
    if (head.method().equals(HttpMethod.CONNECT)) {
      refuse(Problem.NO_TUNNELS);
      return;
    }
    old = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    keepAlive = HttpUtil.isKeepAlive(head);
    if (HttpUtil.is100ContinueExpected(head)) {
      head.headers().remove(HttpHeaderNames.EXPECT);
      channel.writeAndFlush(CONTINUE.duplicate());
    }
    if (head.uri().startsWith("/balancer/")) {
      adminCall = admin.call(head, lane.draining());
    } else {
      current = new Exchange(this, lane, head, address);
    }
  }

  /** The decoder gives up and reads nothing more of this connection. */
  private void malformed(HttpContent content) {
    content.release();
    adminCall = null;
    if (current != null) {
      current.malformed();
    } else {
      refuse(Problem.MALFORMED_CHUNKS);
    }
  }

  private void refuse(Problem problem) {
    discarding = true;
    keepAlive = false;
    answer(problem.response());
  }

  private static HttpResponseStatus refusal(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return cause instanceof TooLongHttpHeaderException
        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        : HttpResponseStatus.BAD_REQUEST;
  }

  /**
   * Begins an upstream's answer, framed so that this client can read it.
   *
   * @param received whether the request has arrived whole; else it is the connection's last
   */
  void relay(HttpResponse response, boolean received, boolean switching) {
    var headers = response.headers();
    var delimited = ForwardedHeaders.delimited(response, headOnly);
    if (old && (!delimited || headers.contains(HttpHeaderNames.TRANSFER_ENCODING))) {
      keepAlive = false;
    } else if (!delimited) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    keepAlive &= received;
    ForwardedHeaders.toClient(response, keepsAlive(), old, switching);
    outlet.response(response, ForwardedHeaders.bodyless(response, headOnly));
  }

  /** Writes an answer of the balancer's own; a request that is not here yet is not waited for. */
  void answer(FullHttpResponse response) {
    if (current != null && !current.received()) {
      keepAlive = false;
      discarding = true;
    }
    ForwardedHeaders.connection(response.headers(), keepsAlive(), old);
    outlet.response(response, headOnly);
    outlet.content(response);
    outlet.flush();
    exchangeDone();
  }

  /** The answer is written: the next request, or the end. */
  void exchangeDone() {
    var whole = !discarding && (current == null || current.received());
    current = null;
    touch();
    if (keepsAlive()) {
      next();
    } else {
      end(whole);
    }
  }

  /** Takes the next requests that wait, while the client reads the answers. */
  private void next() {
    while (!waiting.isEmpty() && !busy() && channel.isWritable()) {
      accept(waiting.poll());
    }
    if (channel.isWritable()) {
      resume();
    } else if (!busy()) {
      pause();
    }
  }

  /**
   * Closes the connection when the last answer is out.
   *
   * @param whole whether the request has arrived whole. While there is more of it to be read, a
   *     close would be a reset, which can take the answer away from the client (RFC 9112, 9.6)
   */
  private void end(boolean whole) {
    discarding = true;
    var written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (whole || !(channel instanceof DuplexChannel duplex) || lane.secure()) {
      written.addListener(ChannelFutureListener.CLOSE);
      return;
    }
    lingering = true;
    written.addListener(_ -> duplex.shutdownOutput());
    channel.config().setAutoRead(true);
  }

  /** Ends what takes too long. */
  void sweep() {
    var limits = lane.config();
    var exchange = current;
    if (exchange == null) {
      if (lane.expired(touched, lingering ? LINGER : limits.listener().idleTimeout())) {
        close();
      }
      return;
    }
    var allowed =
        exchange.received() ? limits.forwarding().readTimeout() : limits.forwarding().sendTimeout();
    if (lane.expired(touched, allowed)) {
      exchange.expired();
    }
  }

  void drain() {
    if (current != null && current.tunnel()) {
      close();
    } else if (current == null && !discarding) {
      end(true);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!channel.isWritable()) {
      return;
    }
    if (current != null) {
      current.clientWritable();
    } else if (!discarding) {
      next();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    lane.closed(this);
    outlet.discard();
    if (current != null) {
      current.abandoned();
      current = null;
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
