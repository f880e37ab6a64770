package ai.hal9.engine.http;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.engine.telemetry.TelemetryFeed;
import ai.hal9.engine.telemetry.TelemetryFeed.Subscription;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/telemetry}: a WebSocket on which every closed interval is one text message, as
 * {@link TelemetryCodec} writes frames. {@code ?sources=node,postgres} chooses among the sources;
 * all of them without it. What the client sends is passed over.
 */
final class TelemetryHandler implements HttpHandler, AutoCloseable {

  private static final int BUFFER = 16;

  private final TelemetryFeed feed;
  private final Reply reply;
  private final WebSocketProtocolHandshakeHandler handshake;

  TelemetryHandler(TelemetryFeed feed, Reply reply) {
    this.feed = feed;
    this.reply = reply;
    this.handshake =
        new WebSocketProtocolHandshakeHandler(
            this::connected,
            exchange ->
                reply.problem(
                    exchange,
                    Problem.of(426, "upgrade-required", "This is a WebSocket: ask to upgrade.")));
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    var asked = exchange.getQueryParameters().get("sources");
    if (kinds(asked == null ? null : asked.getFirst()).isEmpty()) {
      reply.problem(
          exchange,
          Problem.badField(
              "sources", "must be some of node, postgres, redis, balancer, with commas"));
    } else {
      handshake.handleRequest(exchange);
    }
  }

  /** Says goodbye to every subscriber. */
  @Override
  public void close() {
    for (var channel : handshake.getPeerConnections()) {
      WebSockets.sendClose(CloseMessage.GOING_AWAY, "the node is shutting down", channel, null);
    }
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    var asked = exchange.getRequestParameters().get("sources");
    var kinds = kinds(asked == null ? null : asked.getFirst()).orElseThrow();
    SocketPump.start("telemetry-subscriber", new Frames(feed.subscribe(kinds, BUFFER)), channel);
  }

  /** A subscription's snapshots as messages. */
  private record Frames(Subscription subscription) implements SocketPump.Source {
    @Override
    public Optional<ByteBuffer> next(Duration timeout) throws InterruptedException {
      return subscription.next(timeout).map(delivery -> ByteBuffer.wrap(delivery.utf8()));
    }

    @Override
    public boolean open() {
      return subscription.open();
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  /** The sources asked for; empty when one of them is unknown. */
  private static Optional<Set<SourceKind>> kinds(@Nullable String list) {
    if (list == null || list.isBlank()) {
      return Optional.of(EnumSet.allOf(SourceKind.class));
    }
    var kinds = EnumSet.noneOf(SourceKind.class);
    try {
      for (var word : list.split(",", -1)) {
        kinds.add(SourceKind.valueOf(word.strip().toUpperCase(Locale.ROOT)));
      }
      return Optional.of(kinds);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
