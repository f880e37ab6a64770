package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.engine.push.PushHub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's messages from the node that owns its game. A message is asked for only when the
 * client has taken the one before, so that what a slow client does not read waits, and is lost and
 * counted, at the owner as if it listened there. An owner that is heard no more ends it: the client
 * comes back, and is told where the game is then.
 */
final class RelayedEvents implements SocketPump.Source, WebSocket.Listener {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** An owner that misses so many of its pings is hung or cut off. */
  private static final int PINGS_MISSED = 3;

  private static final long SILENCE_NANOS = SocketPump.QUIET.multipliedBy(PINGS_MISSED).toNanos();

  private final PushHub.Place place;
  private final LongSupplier nanoTime;

  /** Messages, and nothing once the owner has ended. */
  private final BlockingQueue<Optional<ByteBuffer>> arrived = new LinkedBlockingQueue<>();

  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket upstream;
  private boolean asked;
  private volatile boolean open = true;
  private volatile long heardNanos;

  private RelayedEvents(PushHub.Place place, LongSupplier nanoTime) {
    this.place = place;
    this.nanoTime = nanoTime;
    heard();
  }

  /** Listens at the owner; fails as the handshake there does. */
  static CompletableFuture<RelayedEvents> connect(
      HttpClient client,
      URI address,
      Consumer<WebSocket.Builder> headers,
      PushHub.Place place,
      LongSupplier nanoTime) {
    var relayed = new RelayedEvents(place, nanoTime);
    var builder = client.newWebSocketBuilder().connectTimeout(CONNECT);
    headers.accept(builder);
    return builder
        .buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), relayed)
        .thenApply(
            socket -> {
              relayed.upstream = socket;
              return relayed;
            });
  }

  @Override
  public Optional<ByteBuffer> next(Duration timeout) throws InterruptedException {
    var socket = upstream;
    if (!asked && socket != null) {
      asked = true;
      // Nothing is heard while nothing is asked for.
      heard();
      socket.request(1);
    }
    var message = arrived.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (message == null) {
      if (nanoTime.getAsLong() - heardNanos > SILENCE_NANOS) {
        end();
      }
      return Optional.empty();
    }
    asked = false;
    return message;
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public void onOpen(WebSocket socket) {
    // Asks for nothing yet.
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    heard();
    text.append(part);
    if (last) {
      arrived.add(Optional.of(ByteBuffer.wrap(text.toString().getBytes(UTF_8))));
      text.setLength(0);
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    heard();
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    end();
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    end();
  }

  private void heard() {
    heardNanos = nanoTime.getAsLong();
  }

  private void end() {
    open = false;
    arrived.add(Optional.empty());
  }

  @Override
  public void close() {
    open = false;
    place.leave();
    var socket = upstream;
    if (socket != null) {
      socket.abort();
    }
  }
}
