package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Sends a node bad requests, or as many good ones, each over a connection of its own, at a steady
 * rate from the line {@code bad RATE} or {@code good RATE} on standard input to the next line; with
 * the bad ones goes a crowd that speaks a byte a second. Answers the line when it has begun, and
 * the next with how many were answered with a 2xx, with a 4xx, or cut off without a word. {@code
 * engine-bench/bin/bad-input} runs it.
 */
public final class BadInputLoad {

  private static final int SLOW = 50;
  private static final int PATIENCE_MILLIS = 30_000;

  private final InetSocketAddress node;
  private final AtomicInteger at = new AtomicInteger();
  private final LongAdder served = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder cutOff = new LongAdder();
  private final LongAdder other = new LongAdder();

  private BadInputLoad(InetSocketAddress node) {
    this.node = node;
  }

  /** Takes the node's port on loopback. */
  public static void main(String[] arguments) throws IOException {
    var load =
        new BadInputLoad(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])));
    var bad = bad();
    var good = List.of(good());
    for (var line = readLine(); !line.isEmpty(); line = readLine()) {
      var words = line.split(" ", 2);
      var perSecond = Integer.parseInt(words[1]);
      if (words[0].equals("bad")) {
        load.send(bad, perSecond, SLOW);
      } else {
        load.send(good, perSecond, 0);
      }
    }
  }

  private static String readLine() throws IOException {
    var line = new StringBuilder();
    for (var read = System.in.read(); read >= 0 && read != '\n'; read = System.in.read()) {
      line.append((char) read);
    }
    return line.toString();
  }

  private static List<BadRequest> bad() {
    var signal = route("POST /api/v1/signal", "{\"content\":\"a\",\"layer\":\"L2\"}", "content");
    return Stream.of(
            BadRequest.bodies(signal),
            BadRequest.bodies(route("POST /api/games", "{\"name\":\"a\",\"rounds\":3}", "name")),
            BadRequest.bodies(
                route(
                    "POST /api/v1/auth/register",
                    "{\"username\":\"bob\",\"password\":\"12345678\"}",
                    "username")),
            BadRequest.cbor(signal),
            BadRequest.http("/api/v1/signal"))
        .flatMap(List::stream)
        .toList();
  }

  private static BadRequest.Route route(String start, String good, String field) {
    return new BadRequest.Route(start + " HTTP/1.1\r\nHost: x\r\n", good, field);
  }

  private static BadRequest good() {
    var body = "{\"content\":\"a\",\"layer\":\"L2\"}";
    var head =
        "POST /api/v1/signal HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(body.length());
    return new BadRequest("none", (head + body).getBytes(ISO_8859_1));
  }

  private void send(List<BadRequest> requests, int perSecond, int slow) throws IOException {
    var counts = List.of(served, refused, cutOff, other);
    counts.forEach(LongAdder::reset);
    try (var each = Executors.newVirtualThreadPerTaskExecutor();
        var pace = Executors.newSingleThreadScheduledExecutor()) {
      Runnable next =
          () -> each.execute(() -> exchange(requests.get(at.getAndIncrement() % requests.size())));
      var _ = pace.scheduleAtFixedRate(next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
      for (var i = 0; i < slow; i++) {
        each.execute(this::trickle);
      }
      System.out.println("on");
      var _ = readLine();
      pace.shutdownNow();
      each.shutdownNow();
    }
    System.out.printf(
        "%s served, %s refused, %s cut off, %s neither%n", served, refused, cutOff, other);
  }

  /** One request and the first line of what is answered. */
  private void exchange(BadRequest request) {
    try (var socket = connected()) {
      socket.getOutputStream().write(request.bytes());
      counted(new String(socket.getInputStream().readNBytes("HTTP/1.1 4".length()), ISO_8859_1));
    } catch (SocketTimeoutException silent) {
      other.increment();
    } catch (IOException reset) {
      if (!Thread.currentThread().isInterrupted()) {
        cutOff.increment();
      }
    }
  }

  private void counted(String answer) {
    if (answer.isEmpty()) {
      cutOff.increment();
    } else if (answer.matches("HTTP/1\\.[01] 4")) {
      refused.increment();
    } else if (answer.matches("HTTP/1\\.[01] 2")) {
      served.increment();
    } else {
      other.increment();
    }
  }

  /** A request that never ends, begun again whenever it is cut off. */
  private void trickle() {
    while (!Thread.currentThread().isInterrupted()) {
      try (var socket = connected()) {
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nA: ".getBytes(ISO_8859_1));
        while (true) {
          TimeUnit.SECONDS.sleep(1);
          socket.getOutputStream().write('a');
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException cut) {
        // that is what shall happen
      }
    }
  }

  private Socket connected() throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(node, PATIENCE_MILLIS);
    return socket;
  }
}
