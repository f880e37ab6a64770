package ai.hal9.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One WebSocket on a game's events; all of them on one thread. */
final class PushListener {

  private static final int SMALL_BYTES = 4_096;
  private static final byte[] CLOSED =
      "\"type\":\"round_closed\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TOLD = "\"type\":".getBytes(StandardCharsets.US_ASCII);
  private static final ByteBuffer READ = ByteBuffer.allocate(256 * 1_024);

  private final SocketChannel channel;
  private final SelectionKey key;
  private boolean listening;
  private @Nullable LongConsumer expecting;

  private PushListener(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Asks to listen.
   *
   * @param small whether the socket takes little before it is full
   */
  static PushListener connect(URI node, String game, boolean small, Selector selector)
      throws IOException {
    var channel = SocketChannel.open();
    if (small) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BYTES);
    }
    channel.connect(new InetSocketAddress(node.getHost(), node.getPort()));
    var request =
        "GET /api/games/%s/events HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            .formatted(game, node.getAuthority());
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    return new PushListener(channel, selector);
  }

  /** Whether it was let in and has been told how the game is. */
  boolean listening() {
    return listening;
  }

  /** Told, once, the time at which the next closed round arrives. */
  void expect(LongConsumer told) {
    expecting = told;
  }

  void read(boolean on) {
    key.interestOps(on ? SelectionKey.OP_READ : 0);
  }

  /**
   * Reads what is there. Frames are small and written whole, so that an event is found in what one
   * read brings.
   */
  void ready() {
    try {
      READ.clear();
      var count = channel.read(READ);
      if (count < 0) {
        throw new IOException("the node closed a listener");
      }
      if (!listening) {
        listening = contains(TOLD, count);
        return;
      }
      var told = expecting;
      if (told != null && contains(CLOSED, count)) {
        expecting = null;
        told.accept(System.nanoTime());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(byte[] text, int length) {
    var bytes = READ.array();
    for (var i = 0; i + text.length <= length; i++) {
      if (Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
        return true;
      }
    }
    return false;
  }
}
