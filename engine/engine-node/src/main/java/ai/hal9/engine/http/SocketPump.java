package ai.hal9.engine.http;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * Brings a listener's messages to its WebSocket, one at a time, on a virtual thread of its own: the
 * next is not taken before the last is out, so that what a slow client does not read waits in its
 * own bounded buffer. What the client sends is passed over.
 */
final class SocketPump {

  /** A client that was sent nothing for so long is sent a ping. */
  static final Duration QUIET = Duration.ofSeconds(15);

  private static final long SEND_TIMEOUT_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final long GOODBYE_MILLIS = 1_000;
  private static final long LONGEST_MESSAGE = 4_096;

  private SocketPump() {}

  /** Where messages wait. Closed when the socket is; when it closes, the socket does. */
  interface Source extends AutoCloseable {

    /** The next message, or what arrives within the timeout; empty when nothing did. */
    Optional<ByteBuffer> next(Duration timeout) throws InterruptedException;

    boolean open();

    /** The client did not take a message in time. */
    default void stalled() {}

    @Override
    void close();
  }

  /** Begins; returns at once. */
  static void start(String name, Source source, WebSocketChannel channel) {
    channel.addCloseTask(closed -> source.close());
    channel.getReceiveSetter().set(new Ignoring());
    channel.resumeReceives();
    Thread.ofVirtual().name(name).start(() -> pump(source, channel));
  }

  private static void pump(Source source, WebSocketChannel channel) {
    try (source) {
      while (source.open() && channel.isOpen()) {
        var message = source.next(QUIET);
        var sent = new Sent();
        if (message.isPresent()) {
          WebSockets.sendText(message.get(), channel, sent, SEND_TIMEOUT_MILLIS);
        } else if (source.open()) {
          WebSockets.sendPing(ByteBuffer.allocate(0), channel, sent, SEND_TIMEOUT_MILLIS);
        } else {
          break;
        }
        sent.done.get();
      }
      if (channel.isOpen()) {
        var goodbye = new Sent();
        WebSockets.sendClose(CloseMessage.NORMAL_CLOSURE, "", channel, goodbye);
        goodbye.done.get(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException rude) {
      // It was told all there is, and hears of the end from its own socket.
    } catch (ExecutionException gone) {
      // The client went away or does not read: it can come back.
      if (channel.isOpen()) {
        source.stalled();
      }
    } finally {
      IoUtils.safeClose(channel);
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

    private static final int RESERVED = 0b011;

    @Override
    protected void onText(WebSocketChannel channel, StreamSourceFrameChannel message)
        throws IOException {
      if (isAllowed(message)) {
        super.onText(channel, message);
      } else {
        IoUtils.safeClose(channel);
      }
    }

    @Override
    protected void onBinary(WebSocketChannel channel, StreamSourceFrameChannel message)
        throws IOException {
      if (isAllowed(message)) {
        super.onBinary(channel, message);
      } else {
        IoUtils.safeClose(channel);
      }
    }

    /** Undertow takes any reserved bit for the extension's once there is one (RFC 6455, 5.2). */
    private static boolean isAllowed(StreamSourceFrameChannel frame) {
      return (frame.getRsv() & RESERVED) == 0;
    }

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
