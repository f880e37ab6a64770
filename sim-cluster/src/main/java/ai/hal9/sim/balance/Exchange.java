package ai.hal9.sim.balance;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: collected from the client, sent to an upstream, answered.
 *
 * <p>A body up to {@code replayBytes} is collected before an upstream is chosen, a larger one
 * streams. When an upstream cannot be connected to, the next is tried, whatever the method. When
 * one is lost after bytes were sent to it, the next is tried only if nothing of its answer has gone
 * to the client, the whole request is still held, and sending it twice does no harm: an idempotent
 * method, or a signal with an Idempotency-Key. So is, once, an upstream that answers such a request
 * with 503 and says that it is shutting down, where another can take it. A timeout is never tried
 * again.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class Exchange {

  private final ClientConnection client;
  private final Lane lane;
  private final HttpRequest head;
  private final boolean repeatable;
  private final boolean upgrade;
  private final HeldBody held = new HeldBody();
  private List<Upstream> tried = List.of();
  private boolean dispatched;
  private boolean streaming;
  private boolean received;
  private boolean answering;
  private boolean tunnel;
  private boolean over;
  private boolean turnedAway;
  private @Nullable Upstream upstream;
  private @Nullable UpstreamConnection connection;
  private @Nullable HeldAnswer doubtful;

  Exchange(ClientConnection client, Lane lane, HttpRequest head, String address) {
    this.client = client;
    this.lane = lane;
    this.head = head;
    this.repeatable = ForwardedHeaders.repeatable(head);
    this.upgrade = ForwardedHeaders.asksUpgrade(head);
    ForwardedHeaders.toUpstream(head, address, lane.secure(), upgrade);
  }

  HttpRequest head() {
    return head;
  }

  /** Whether the client asked for another protocol. */
  boolean upgrade() {
    return upgrade;
  }

  /** Whether the whole request has arrived. */
  boolean received() {
    return received;
  }

  boolean tunnel() {
    return tunnel;
  }

  /** Takes a part of the request's body. */
  void body(HttpContent content) {
    received = content instanceof LastHttpContent;
    var to = connection;
    if (over) {
      content.release();
    } else if (streaming && to != null) {
      to.outlet().content(content);
      to.outlet().flush();
      if (!to.channel().isWritable()) {
        client.pause();
      }
    } else {
      held.add(content);
      var full = held.bytes() > lane.config().forwarding().replayBytes();
      if (full && !received) {
        streaming = true;
        client.pause();
      }
      if ((received || full) && !dispatched) {
        dispatched = true;
        attempt();
      }
    }
  }

  private void attempt() {
    var chosen = lane.upstreams().choose(tried, System.nanoTime());
    if (chosen == null) {
      fail(tried.isEmpty() ? Problem.NO_UPSTREAM : Problem.UNREACHABLE);
    } else {
      attempt(chosen);
    }
  }

  private void attempt(Upstream chosen) {
    upstream = chosen;
    chosen.began();
    if (!head.headers().contains(HttpHeaderNames.HOST)) {
      head.headers().set(HttpHeaderNames.HOST, chosen.address().url().getAuthority());
    }
    var kept = lane.reusable(chosen);
    if (kept != null) {
      send(kept);
    } else {
      lane.connect(chosen).addListener((ChannelFuture connected) -> connected(chosen, connected));
    }
  }

  private void connected(Upstream chosen, ChannelFuture connected) {
    if (over) {
      connected.channel().close();
    } else if (connected.isSuccess()) {
      send(new UpstreamConnection(lane, chosen, connected.channel()));
    } else {
      chosen.failed(System.nanoTime(), String.valueOf(connected.cause().getMessage()));
      tryNext(chosen);
    }
  }

  private void tryNext(Upstream failed) {
    failed.tally().retried();
    detach();
    tried = triedWith(failed);
    attempt();
  }

  private List<Upstream> triedWith(Upstream one) {
    var more = new ArrayList<>(tried);
    more.add(one);
    return more;
  }

  /** Whether the request may be sent again after something was sent of it. */
  private boolean mayRepeat() {
    return repeatable && received && !streaming;
  }

  private void send(UpstreamConnection to) {
    connection = to;
    to.serve(this);
    client.touch();
    to.outlet().request(head);
    held.send(to.outlet(), repeatable && received);
    to.outlet().flush();
    if (!received) {
      streaming = true;
      upstreamWritable();
    }
  }

  void upstreamWritable() {
    var to = connection;
    if (to != null && to.channel().isWritable()) {
      client.resume();
    }
  }

  /** The upstream's answer begins. */
  void answered(HttpResponse response) {
    client.touch();
    var from = upstream;
    if (from != null) {
      from.tally().answered(response.status().code());
      from.succeeded();
    }
    if (!turnedAway && mayRepeat() && HeldAnswer.possible(response)) {
      doubtful = new HeldAnswer(response);
    } else {
      relay(response);
    }
  }

  private void relay(HttpResponse response) {
    answering = true;
    var switching = upgrade && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    tunnel = switching;
    client.relay(response, received, switching);
  }

  /** A part of the answer's body. */
  void content(HttpContent content) {
    client.touch();
    var waiting = doubtful;
    if (waiting == null) {
      relay(content);
      return;
    }
    waiting.add(content);
    var whole = content instanceof LastHttpContent;
    if (whole && waiting.draining() && turnAway()) {
      return;
    }
    if (whole || waiting.full()) {
      doubtful = null;
      relay(waiting.head());
      waiting.parts().forEach(this::relay);
    }
  }

  /** Leaves an upstream that is shutting down for another, if one can take the request. */
  private boolean turnAway() {
    var from = upstream;
    var used = connection;
    if (from == null || used == null) {
      return false;
    }
    var more = triedWith(from);
    var other = lane.upstreams().choose(more, System.nanoTime());
    if (other == null) {
      return false;
    }
    turnedAway = true;
    tried = more;
    from.tally().retried();
    detach();
    used.release(true);
    attempt(other);
    return true;
  }

  private void relay(HttpContent content) {
    var last = content instanceof LastHttpContent;
    client.outlet().content(content);
    if (last) {
      client.outlet().flush();
    }
    if (!last) {
      var from = connection;
      if (from != null && !client.channel().isWritable()) {
        from.channel().config().setAutoRead(false);
      }
    } else if (tunnel) {
      client.becomeTunnel();
      if (connection != null) {
        connection.becomeTunnel();
      }
    } else {
      end(received);
      client.exchangeDone();
    }
  }

  /** Bytes of an upgraded connection, from the upstream. */
  void tunnelled(ByteBuf bytes) {
    client.touch();
    client.channel().write(bytes);
    if (connection != null && !client.channel().isWritable()) {
      connection.channel().config().setAutoRead(false);
    }
  }

  /** Bytes of an upgraded connection, from the client. */
  void tunnel(ByteBuf bytes) {
    var to = connection;
    if (over || to == null) {
      bytes.release();
      return;
    }
    to.channel().writeAndFlush(bytes);
    if (!to.channel().isWritable()) {
      client.pause();
    }
  }

  /** What was read of the upstream's answer was all there is for now. */
  void flushClient() {
    if (tunnel) {
      client.channel().flush();
    } else {
      client.outlet().flush();
    }
  }

  void clientWritable() {
    var from = connection;
    if (from != null) {
      from.channel().config().setAutoRead(true);
    }
    if (from == null || from.channel().isWritable()) {
      client.resume();
    }
  }

  /** The upstream's connection is gone before the answer's end. */
  void upstreamLost(String why) {
    var lost = upstream;
    if (over || lost == null) {
      return;
    }
    connection = null;
    if (tunnel) {
      end(false);
      client.close();
      return;
    }
    lost.failed(System.nanoTime(), why);
    if (answering) {
      end(false);
      client.close();
    } else if (mayRepeat()) {
      tryNext(lost);
    } else {
      fail(Problem.BROKEN);
    }
  }

  /** The rest of the request cannot be read: what went on of it has no end. */
  void malformed() {
    if (answering) {
      end(false);
      client.close();
    } else {
      fail(Problem.MALFORMED_CHUNKS);
    }
  }

  /** Too long nothing came, from the client or from the upstream: whose fault it is, if any's. */
  void expired() {
    var to = connection;
    var unread = to != null && !to.channel().isWritable();
    var late = upstream;
    // a client that does not read holds up an upstream that would go on
    if (late != null && !tunnel && (received ? client.channel().isWritable() : unread)) {
      late.failed(System.nanoTime(), received ? "no answer in time" : "it does not read a request");
    }
    if (answering || tunnel) {
      end(false);
      client.close();
    } else {
      fail(received || unread ? Problem.TIMED_OUT : Problem.SLOW_REQUEST);
    }
  }

  /** The client's connection is gone. */
  void abandoned() {
    end(false);
  }

  private void fail(Problem problem) {
    end(false);
    client.answer(problem.response(head));
  }

  private void detach() {
    if (doubtful != null) {
      doubtful.release();
      doubtful = null;
    }
    if (upstream != null) {
      upstream.ended();
      upstream = null;
    }
    connection = null;
  }

  private void end(boolean clean) {
    if (over) {
      return;
    }
    over = true;
    held.release();
    var used = connection;
    detach();
    if (used != null) {
      used.release(clean);
    }
  }
}
