package ai.hal9.engine.http;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.engine.telemetry.TelemetryFeed;
import ai.hal9.engine.telemetry.TelemetryFeed.Subscription;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * {@code /api/v1/telemetry}: a WebSocket on which every closed interval is one text message, as
 * {@link TelemetryCodec} writes frames. {@code ?sources=node,postgres} chooses among the sources;
 * all of them without it. What the client sends is passed over.
 */
final class TelemetryHandler implements HttpHandler, AutoCloseable {

  private static final int BUFFER = 16;
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final long SEND_TIMEOUT_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final long LONGEST_MESSAGE = 4_096;

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
    var subscription = feed.subscribe(kinds, BUFFER);
    channel.addCloseTask(closed -> subscription.close());
    channel.getReceiveSetter().set(new Ignoring());
    channel.resumeReceives();
    Thread.ofVirtual().name("telemetry-subscriber").start(() -> deliver(subscription, channel));
  }

  private static void deliver(Subscription subscription, WebSocketChannel channel) {
    try (subscription) {
      while (subscription.open() && channel.isOpen()) {
        var delivery = subscription.next(QUIET);
        var sent = new Sent();
        if (delivery.isPresent()) {
          WebSockets.sendText(delivery.get().text(), channel, sent, SEND_TIMEOUT_MILLIS);
        } else {
          WebSockets.sendPing(ByteBuffer.allocate(0), channel, sent, SEND_TIMEOUT_MILLIS);
        }
        sent.done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException gone) {
      // The subscriber went away or does not read: it can come back.
    } finally {
      IoUtils.safeClose(channel);
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

  /** Tells the waiting thread that a message is out, or failed. */
  private static final class Sent implements WebSocketCallback<Void> {
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    @Override
    public void complete(WebSocketChannel channel, Void context) {
      done.complete(null);
    }

    @Override
    public void onError(WebSocketChannel channel, Void context, Throwable cause) {
      done.completeExceptionally(cause);
    }
  }

  private static final class Ignoring extends AbstractReceiveListener {
    @Override
    protected long getMaxTextBufferSize() {
      return LONGEST_MESSAGE;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return LONGEST_MESSAGE;
    }
  }
}
