package ai.hal9.bench;

import ai.hal9.api.telemetry.LatencyTally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Actions at a fixed rate on many games at once: {@code GamesBench URL DATABASE_PROPERTIES GAMES
 * PLAYERS ACTIONS_PER_SECOND WARM_UP_SECONDS SECONDS}. Every game's players act in turn, so that a
 * round ends when all have. The schedule is open: an action that is late because the node is counts
 * from when it should have been sent. In the end the actions answered with 200 are compared with
 * the rows that PostgreSQL has. Exits with 99 when p99 is 50 ms or more, an action failed or a row
 * is missing or doubled.
 */
public final class GamesBench {

  /** So many that an action waits for the node and not for a line. */
  private static final int LINES = 1_000;

  private static final int ROUNDS = 10_000;
  private static final int ROUND_MILLIS = 5_000;
  private static final long WANTED_P99_MICROS = 50_000;

  private final URI node;
  private final Selector selector = Selector.open();
  private final ArrayDeque<Line> free = new ArrayDeque<>();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private LatencyTally response = new LatencyTally();
  private LatencyTally service = new LatencyTally();
  private long accepted;
  private int inFlight;

  private GamesBench(URI node) throws IOException {
    this.node = node;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    var node = URI.create(arguments[0]);
    var games = Integer.parseInt(arguments[2]);
    var players = Integer.parseInt(arguments[3]);
    var rate = Integer.parseInt(arguments[4]);
    List<GameSetup.Table> tables;
    try (var setup = new GameSetup(node)) {
      var start = System.nanoTime();
      tables = setup.begun(games, players, ROUNDS, ROUND_MILLIS);
      System.err.printf(
          "%d games of %d players made in %.1f s%n",
          games, players, (System.nanoTime() - start) / 1e9);
    }
    var bench = new GamesBench(node);
    var before = rows(arguments[1], "rounds");
    var requests = bench.requests(tables);
    bench.connect();
    bench.run(requests, games, players, rate, Integer.parseInt(arguments[5]));
    bench.statuses.clear();
    bench.response = new LatencyTally();
    bench.service = new LatencyTally();
    var seconds = Integer.parseInt(arguments[6]);
    var took = bench.run(requests, games, players, rate, seconds);
    System.exit(bench.report(arguments[1], rate * (long) seconds, took, before) ? 0 : 99);
  }

  private byte[][] requests(List<GameSetup.Table> tables) {
    var random = new Random(1);
    var players = tables.getFirst().players().size();
    var requests = new byte[tables.size() * players][];
    for (var player = 0; player < players; player++) {
      for (var game = 0; game < tables.size(); game++) {
        var table = tables.get(game);
        requests[player * tables.size() + game] =
            GameSetup.action(node, table.game(), table.players().get(player), random.nextInt(2));
      }
    }
    return requests;
  }

  private void connect() throws IOException {
    for (var i = 0; i < LINES; i++) {
      var channel = SocketChannel.open(new InetSocketAddress(node.getHost(), node.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      var line = new Line(channel);
      channel.register(selector, SelectionKey.OP_READ, line);
      free.add(line);
    }
  }

  /** Sends for so long and waits for the answers; returns the seconds from first to last. */
  private double run(byte[][] requests, int games, int players, int rate, int seconds)
      throws IOException {
    var total = (long) rate * seconds;
    var start = System.nanoTime();
    var sent = 0L;
    while (sent < total || inFlight > 0) {
      var now = System.nanoTime();
      while (sent < total && !free.isEmpty() && start + sent * 1_000_000_000L / rate <= now) {
        var request = requests[(int) (sent % ((long) games * players))];
        free.removeFirst().send(request, start + sent * 1_000_000_000L / rate);
        inFlight++;
        sent++;
      }
      selector.select(key -> read((Line) key.attachment()), 1);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void read(Line line) {
    try {
      if (line.complete()) {
        var now = System.nanoTime();
        response.recordMicros((now - line.intended) / 1_000);
        service.recordMicros((now - line.sent) / 1_000);
        statuses.merge(line.status, 1L, Long::sum);
        accepted += line.status == 200 ? 1 : 0;
        free.addLast(line);
        inFlight--;
      }
    } catch (IOException e) {
      throw new IllegalStateException("the node closed a connection", e);
    }
  }

  private boolean report(String database, long offered, double took, long roundsBefore)
      throws IOException, SQLException {
    var times = response.histogram();
    var served = service.histogram();
    var stored = rows(database, "actions");
    System.out.printf(
        "offered %d, answered in %.1f s: %.0f/s, by status %s%n",
        offered, took, offered / took, statuses);
    System.out.printf(
        "response time (from the intended start): p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f"
            + " ms%n",
        times.millis(50), times.millis(99), times.millis(99.9), times.maxMicros() / 1e3);
    System.out.printf(
        "service time: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        served.millis(50), served.millis(99), served.maxMicros() / 1e3);
    System.out.printf(
        "actions answered with 200: %d, rows: %d, rounds scored: %d%n",
        accepted, stored, rows(database, "rounds") - roundsBefore);
    return times.micros(99) < WANTED_P99_MICROS
        && statuses.keySet().equals(Set.of(200))
        && stored == accepted;
  }

  private static long rows(String properties, String table) throws IOException, SQLException {
    var database = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(properties))) {
      database.load(reader);
    }
    try (var connection =
            DriverManager.getConnection(
                database.getProperty("url"),
                database.getProperty("username"),
                Files.readString(Path.of(database.getProperty("password_file"))).strip());
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** One connection, with one request at a time. */
  private static final class Line {

    private static final byte[] LENGTH = "ength: ".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(8_192);
    private long intended;
    private long sent;
    private int status;

    Line(SocketChannel channel) {
      this.channel = channel;
    }

    void send(byte[] request, long due) throws IOException {
      intended = due;
      sent = System.nanoTime();
      in.clear();
      var out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    /** Reads what is there; whether the answer is whole. */
    boolean complete() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("end of stream");
      }
      var bytes = in.array();
      var end = in.position();
      for (var i = 12; i + 4 <= end; i++) {
        if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r') {
          status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
          return end >= i + 4 + length(bytes, i);
        }
      }
      return false;
    }

    private static int length(byte[] bytes, int end) {
      for (var i = 12; i < end; i++) {
        if (Arrays.equals(bytes, i, i + LENGTH.length, LENGTH, 0, LENGTH.length)) {
          var length = 0;
          for (var at = i + LENGTH.length; bytes[at] != '\r'; at++) {
            length = 10 * length + bytes[at] - '0';
          }
          return length;
        }
      }
      return 0;
    }
  }
}
