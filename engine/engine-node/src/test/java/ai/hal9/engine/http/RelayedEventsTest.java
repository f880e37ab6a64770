package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayedEventsTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final PushHub hub = PushHub.start(new Knobs(), new RecordedMeters(), nanos::get);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.shutdownNow();
    hub.close();
  }

  @Test
  void ownerThatIsHeardNoMore_endsIt_andOneThatPingsDoesNot() throws Exception {
    try (var owner = new Owner();
        var events = owner.listen()) {
      owner.send(0x81, "hello");
      assertThat(UTF_8.decode(events.next(PATIENCE).orElseThrow()).toString()).isEqualTo("hello");
      assertThat(events.next(SHORT)).isEmpty();
      later(Duration.ofSeconds(44));
      assertThat(events.next(SHORT)).isEmpty();
      assertThat(events.open()).isTrue();

      // The second is answered only once the first was heard; when it is heard itself is open.
      owner.send(0x89, "1");
      owner.send(0x89, "2");
      owner.awaitPongs(2);
      later(Duration.ofSeconds(44));
      assertThat(events.next(SHORT)).isEmpty();
      assertThat(events.open()).isTrue();

      await()
          .until(
              () -> {
                later(Duration.ofSeconds(46));
                return events.next(SHORT).isEmpty() && !events.open();
              });
    }
  }

  private void later(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** The other end, which does nothing by itself. */
  private final class Owner implements AutoCloseable {

    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket socket = new Socket();

    Owner() throws IOException {}

    RelayedEvents listen() throws Exception {
      var url = URI.create("http://127.0.0.1:" + server.getLocalPort());
      var place = (PushHub.Place) hub.admit(InetAddress.getLoopbackAddress());
      var connecting = RelayedEvents.connect(client, url, asking -> {}, place, nanos::get);
      socket = server.accept();
      socket.setSoTimeout((int) PATIENCE.toMillis());
      var request = new StringBuilder();
      while (!request.toString().endsWith("\r\n\r\n")) {
        request.append((char) socket.getInputStream().read());
      }
      var key = request.toString().replaceAll("(?is).*sec-websocket-key: ([^\r]+)\r.*", "$1");
      socket
          .getOutputStream()
          .write(
              ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                      + accept(key)
                      + "\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return connecting.join();
    }

    void send(int opcode, String text) throws IOException {
      var out = socket.getOutputStream();
      out.write(new byte[] {(byte) opcode, (byte) text.length()});
      out.write(text.getBytes(UTF_8));
      out.flush();
    }

    void awaitPongs(int count) throws IOException {
      var in = new DataInputStream(socket.getInputStream());
      for (var i = 0; i < count; i++) {
        assertThat(in.readUnsignedByte()).isEqualTo(0x8A);
        in.skipNBytes(MASK_BYTES + (in.readUnsignedByte() & ~MASKED));
      }
    }

    /** RFC 6455, 4.2.2. */
    private static String accept(String key) throws NoSuchAlgorithmException {
      var digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    }

    @Override
    public void close() throws IOException {
      socket.close();
      server.close();
    }
  }
}
