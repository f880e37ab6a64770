package ai.hal9.engine.http;

import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.game.GameOutcome;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.game.Games.Watch;
import ai.hal9.engine.push.PushClient;
import ai.hal9.engine.push.PushHub;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.Options;

/**
 * {@code /api/games/{id}/events}: a WebSocket with a game's events. A message is {@code {"lost": n,
 * "events": […]}}; an event has an id, and {@code ?after=ID} goes on after it. Who does not resume
 * is told first how the game is. {@code lost} says how many events the client missed before these.
 * A token is taken from the {@code Authorization} header alone: in an address it would be in every
 * log on the way.
 */
final class EventsHandler implements AutoCloseable {

  @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal knows no type arguments
  private static final AttachmentKey<Consumer<WebSocketChannel>> JOINING =
      (AttachmentKey) AttachmentKey.create(Consumer.class);

  private static final int DEFLATE_LEVEL = 1;
  private static final int SEND_BUFFER_BYTES = 32 * 1_024;

  private final Games games;
  private final PushHub push;
  private final ClientAddress addresses;
  private final Reply reply;
  private final Offload offload;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WebSocketProtocolHandshakeHandler plain;
  private final WebSocketProtocolHandshakeHandler deflating;

  EventsHandler(Games games, PushHub push, ClientAddress addresses, Reply reply, Offload offload) {
    this.games = games;
    this.push = push;
    this.addresses = addresses;
    this.reply = reply;
    this.offload = offload;
    plain = handshake();
    deflating = handshake();
    deflating.addExtension(new PerMessageDeflateHandshake(false, DEFLATE_LEVEL));
  }

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
      case GameOutcome.Done<Watch>(var watch) -> {
        if (asksToUpgrade(exchange)) {
          admit(exchange, place -> upgrade(exchange, place, here(watch, after(exchange), place)));
        } else {
          upgradeRequired(exchange);
        }
      }
      case GameOutcome.Refused<Watch>(var reason, var detail) ->
          reply.problem(exchange, Problem.of(reason.status(), reason.wireName(), detail));
      case GameOutcome.Elsewhere<Watch>(var owner) -> {
        if (PassedOn.allegedly(exchange)) {
          reply.problem(exchange, Forwarder.misdirected(owner));
        } else if (!asksToUpgrade(exchange)) {
          upgradeRequired(exchange);
        } else {
          admit(exchange, place -> relay(exchange, owner, place));
        }
      }
    }
  }

  private void admit(HttpServerExchange exchange, Consumer<PushHub.Place> then) {
    switch (push.admit(addresses.of(exchange))) {
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
      case PushHub.Place place -> {
        ConnectionEnd.then(exchange, place::leave);
        then.accept(place);
      }
    }
  }

  /** Listens at the owner first, so that what it refuses is refused here. */
  private void relay(HttpServerExchange exchange, Peer owner, PushHub.Place place) {
    var late =
        new LateAnswer<Upstream>(
            exchange,
            reply,
            (answering, upstream) -> {
              switch (upstream) {
                case Upstream.Told(var events) -> passOn(answering, events, place);
                case Upstream.Silent(var problem) -> {
                  place.leave();
                  reply.problem(answering, problem);
                }
              }
            });
    var query = exchange.getQueryString();
    var path = exchange.getRequestPath() + (query.isEmpty() ? "" : "?" + query);
    var _ =
        RelayedEvents.connect(
                client,
                owner.url().resolve(path),
                asking -> {
                  asking.header(TraceParent.HEADER.toString(), TraceParent.of(exchange).toString());
                  PassedOn.headers(exchange, owner, addresses.of(exchange), asking::header);
                },
                place,
                System::nanoTime)
            .whenComplete(
                (events, failure) ->
                    late.accept(
                        failure == null
                            ? new Upstream.Told(events)
                            : new Upstream.Silent(problem(failure))));
    late.awaited();
  }

  /** Stops listening at the owner as soon as there is no client here to tell of it. */
  private void passOn(HttpServerExchange exchange, RelayedEvents events, PushHub.Place place) {
    ConnectionEnd.then(exchange, events::close);
    upgrade(exchange, place, channel -> start(events, channel));
    if (!exchange.getConnection().isOpen()
        || exchange.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS) {
      events.close();
    }
  }

  /** What became of listening at the owner. */
  private sealed interface Upstream {
    record Told(RelayedEvents events) implements Upstream {}

    record Silent(Problem problem) implements Upstream {}
  }

  private static Problem problem(Throwable failure) {
    var cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof WebSocketHandshakeException refusal
        ? Problem.of(
            refusal.getResponse().statusCode(),
            "refused-by-owner",
            "The node that plays the game does not let this client listen now.")
        : Problem.unavailable("owner-silent", "The node that plays the game does not answer.");
  }

  private void upgrade(
      HttpServerExchange exchange, PushHub.Place place, Consumer<WebSocketChannel> joining) {
    exchange.putAttachment(JOINING, joining);
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

  private static Consumer<WebSocketChannel> here(
      Watch watch, @Nullable String after, PushHub.Place place) {
    return channel -> {
      var listener = watch.topic().attach(place, after);
      if (!listener.resumed()) {
        listener.greet("state", watch.state());
      }
      listener.onCutOff(() -> IoUtils.safeClose(channel));
      start(new Messages(listener), channel);
    };
  }

  private static void start(SocketPump.Source source, WebSocketChannel channel) {
    try {
      // Else the kernel holds megabytes for a client that does not read, and it learns late.
      channel.setOption(Options.SEND_BUFFER, SEND_BUFFER_BYTES);
    } catch (IOException gone) {
      source.close();
      IoUtils.safeClose(channel);
      return;
    }
    SocketPump.start("game-listener", source, channel);
  }

  private static @Nullable String after(HttpServerExchange exchange) {
    var after = exchange.getQueryParameters().get("after");
    return after == null ? null : after.peekFirst();
  }

  private WebSocketProtocolHandshakeHandler handshake() {
    WebSocketConnectionCallback joins =
        (exchange, channel) -> exchange.getAttachment(JOINING).accept(channel);
    return new WebSocketProtocolHandshakeHandler(joins, this::upgradeRequired);
  }

  /** Whether a client asks for a WebSocket at all; the handshake looks at the rest. */
  private static boolean asksToUpgrade(HttpServerExchange exchange) {
    var upgrade = exchange.getRequestHeaders().getFirst(Headers.UPGRADE);
    return exchange.getRequestMethod().equals(Methods.GET)
        && upgrade != null
        && upgrade.strip().equalsIgnoreCase("websocket");
  }

  private void upgradeRequired(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
    reply.problem(
        exchange, Problem.of(426, "upgrade-required", "This is a WebSocket: ask to upgrade."));
  }

  /** Says goodbye to everyone, who may come back to another node. */
  @Override
  public void close() {
    client.shutdownNow();
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
