package ai.hal9.engine.http;

import ai.hal9.engine.game.GameOutcome;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.game.Games.Watch;
import ai.hal9.engine.push.PushClient;
import ai.hal9.engine.push.PushHub;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * {@code /api/games/{id}/events}: a WebSocket with a game's events. A message is {@code {"lost": n,
 * "events": […]}}; an event has an id, and {@code ?after=ID} goes on after it. Who does not resume
 * is told first how the game is. {@code lost} says how many events the client missed before these.
 */
final class EventsHandler implements AutoCloseable {

  private static final AttachmentKey<Joining> JOINING = AttachmentKey.create(Joining.class);
  private static final int DEFLATE_LEVEL = 1;

  private final Games games;
  private final PushHub push;
  private final Reply reply;
  private final Offload offload;
  private final WebSocketProtocolHandshakeHandler plain;
  private final WebSocketProtocolHandshakeHandler deflating;

  EventsHandler(Games games, PushHub push, Reply reply, Offload offload) {
    this.games = games;
    this.push = push;
    this.reply = reply;
    this.offload = offload;
    plain = handshake();
    deflating = handshake();
    deflating.addExtension(new PerMessageDeflateHandshake(false, DEFLATE_LEVEL));
  }

  /** What a client comes with. */
  private record Joining(Watch watch, PushHub.Place place, @Nullable String after) {}

  void handle(HttpServerExchange exchange) {
    UUID game;
    try {
      game = UUID.fromString(Endpoint.partBeforeLast(exchange));
    } catch (IllegalArgumentException e) {
      reply.problem(exchange, Problem.notFound("There is no game of this id."));
      return;
    }
    offload.run(exchange, () -> games.watch(game), this::watched);
  }

  private void watched(HttpServerExchange exchange, GameOutcome<Watch> outcome) {
    switch (outcome) {
      case GameOutcome.Done<Watch>(var watch) -> admit(exchange, watch);
      case GameOutcome.Refused<Watch>(var reason, var detail) ->
          reply.problem(exchange, Problem.of(reason.status(), reason.wireName(), detail));
      case GameOutcome.Elsewhere<Watch>(var owner) ->
          reply.problem(exchange, Forwarder.misdirected(owner));
    }
  }

  private void admit(HttpServerExchange exchange, Watch watch) {
    switch (push.admit(exchange.getSourceAddress().getAddress())) {
      case PushHub.Full(var limit) ->
          reply.problem(
              exchange,
              switch (limit) {
                case OVERALL ->
                    Problem.unavailable(
                        "too-many-listeners", "This node has as many listeners as it may.");
                case ADDRESS ->
                    new Problem(
                        StatusCodes.TOO_MANY_REQUESTS,
                        "too-many-listeners",
                        "Your address has as many listeners here as it may.",
                        Duration.ofSeconds(1),
                        List.of());
              });
      case PushHub.Place place -> upgrade(exchange, watch, place);
    }
  }

  private void upgrade(HttpServerExchange exchange, Watch watch, PushHub.Place place) {
    exchange.getConnection().addCloseListener(closed -> place.leave());
    var after = exchange.getQueryParameters().get("after");
    exchange.putAttachment(
        JOINING, new Joining(watch, place, after == null ? null : after.peekFirst()));
    try {
      (push.compression() ? deflating : plain).handleRequest(exchange);
    } catch (Exception e) {
      place.leave();
      reply.failure(exchange, e);
    }
    if (exchange.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS) {
      place.leave();
    }
  }

  private void connected(WebSocketHttpExchange exchange, WebSocketChannel channel) {
    var joining = exchange.getAttachment(JOINING);
    var client = joining.watch().topic().attach(joining.place(), joining.after());
    if (!client.resumed()) {
      client.greet("state", joining.watch().state());
    }
    client.onCutOff(() -> IoUtils.safeClose(channel));
    SocketPump.start("game-listener", new Messages(client), channel);
  }

  private WebSocketProtocolHandshakeHandler handshake() {
    return new WebSocketProtocolHandshakeHandler(
        this::connected,
        exchange ->
            reply.problem(
                exchange,
                Problem.of(426, "upgrade-required", "This is a WebSocket: ask to upgrade.")));
  }

  /** Says goodbye to everyone, who may come back to another node. */
  @Override
  public void close() {
    for (var handshake : List.of(plain, deflating)) {
      for (var channel : handshake.getPeerConnections()) {
        WebSockets.sendClose(CloseMessage.GOING_AWAY, "the node is shutting down", channel, null);
      }
    }
  }

  private record Messages(PushClient client) implements SocketPump.Source {
    @Override
    public Optional<ByteBuffer> next(Duration timeout) throws InterruptedException {
      return client.next(timeout);
    }

    @Override
    public boolean open() {
      return client.open();
    }

    @Override
    public void stalled() {
      client.stalled();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
