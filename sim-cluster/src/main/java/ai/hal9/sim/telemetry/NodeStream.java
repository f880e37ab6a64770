package ai.hal9.sim.telemetry;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One node's WebSocket, from the attempt to open it until it is closed or breaks. */
final class NodeStream implements WebSocket.Listener {

  private final Consumer<String> messages;
  private final StringBuilder partial = new StringBuilder();
  private volatile boolean open = true;
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
                    stream.open = false;
                  }
                });
    return stream;
  }

  /** False once it has failed or ended; an attempt under way counts as open. */
  boolean open() {
    return open;
  }

  void close() {
    open = false;
    var current = socket;
    if (current != null) {
      current.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    if (open) {
      opened.request(Long.MAX_VALUE);
    } else {
      opened.abort();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.accept(partial.toString());
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    open = false;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    open = false;
  }
}
