package ai.hal9.sim.telemetry;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One node's WebSocket, from the attempt to open it until it is closed or breaks. */
final class NodeStream implements WebSocket.Listener {

  private final Consumer<String> messages;
  private final StringBuilder partial = new StringBuilder();
  private final AtomicLong signs = new AtomicLong();
  private volatile NodeLink.State state = NodeLink.State.OPENING;
  private volatile String reason = "";
  private volatile @Nullable WebSocket socket;

  private NodeStream(Consumer<String> messages) {
    this.messages = messages;
  }

  static NodeStream open(WebSocket.Builder builder, URI target, Consumer<String> messages) {
    var stream = new NodeStream(messages);
    var _ =
        builder
            .buildAsync(target, stream)
            .whenComplete(
                (socket, failure) -> {
                  if (failure != null) {
                    stream.ended(told(failure));
                  }
                });
    return stream;
  }

  NodeLink.State state() {
    return state;
  }

  /** Why it ended; empty before. */
  String reason() {
    return reason;
  }

  /** False once it has failed or ended; an attempt under way counts as open. */
  boolean open() {
    return state != NodeLink.State.BROKEN;
  }

  /** Number of signs of life so far: messages and pings. */
  long signs() {
    return signs.get();
  }

  /** Ends it from this side. */
  void close(String why) {
    ended(why);
    var current = socket;
    if (current != null) {
      current.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    if (open()) {
      state = NodeLink.State.OPEN;
      opened.request(Long.MAX_VALUE);
    } else {
      opened.abort();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      signs.incrementAndGet();
      messages.accept(partial.toString());
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    signs.incrementAndGet();
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String why) {
    ended(why.isEmpty() ? "it closed the connection" : why);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended(told(error));
  }

  private void ended(String why) {
    if (state != NodeLink.State.BROKEN) {
      reason = why;
      state = NodeLink.State.BROKEN;
    }
  }

  private static String told(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WebSocketHandshakeException refused) {
      return "it refused with status " + refused.getResponse().statusCode();
    }
    var message = cause.getMessage();
    return message == null ? "no connection" : message;
  }
}
