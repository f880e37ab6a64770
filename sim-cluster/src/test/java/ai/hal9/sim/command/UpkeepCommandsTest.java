package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.RunningCluster;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** The commands about dead letters and caches, before a node that says what it is told to. */
final class UpkeepCommandsTest {

  private static final String LETTERS =
      """
      {"data": [{"id": "1-0", "at": "2026-03-01T10:00:00Z", "reason": "no such\\ncolumn",
                 "signals": ["a", "b"], "bytes": 120},
                {"id": "2-0", "at": "2026-03-01T10:01:00Z", "reason": "too large",
                 "signals": [], "bytes": 9}]}
      """;

  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
  private HttpServer node;

  @BeforeEach
  void start() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    node.createContext(
        "/",
        exchange -> {
          var route = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          if (!body.isEmpty()) {
            posted.add(route + " " + body);
          }
          var said = answers.getOrDefault(route, new ArrayDeque<>());
          var answer = said.size() > 1 ? said.removeFirst() : said.peekFirst();
          var bytes = (answer == null ? "{}" : answer).getBytes(UTF_8);
          var status = answer == null ? 404 : route.equals("POST /api/v1/cache/warm") ? 202 : 200;
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    node.start();
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + node.getAddress().getPort());
  }

  private void says(String route, String... said) {
    answers.put(route, new ArrayDeque<>(Arrays.asList(said)));
  }

  @Test
  void deadLetters_areListedOneALine() {
    says("GET /api/v1/queue/dead", LETTERS);

    assertThat(run("queue", "dead")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString(UTF_8).lines().toList())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("1-0", "2", "120", "no such column"));
  }

  @Test
  void deadLetters_areDecidedAboutByIdOrAllTogether() {
    says("GET /api/v1/queue/dead", LETTERS);
    says("POST /api/v1/queue/redrive", "{\"data\": {\"redriven\": 1}}");
    says("POST /api/v1/queue/discard", "{\"data\": {\"discarded\": 2}}");

    assertThat(run("queue", "redrive", "1-0")).isEqualTo(ExitCode.DONE);
    assertThat(run("queue", "discard", "--all")).isEqualTo(ExitCode.DONE);

    assertThat(posted)
        .containsExactly(
            "POST /api/v1/queue/redrive {\"ids\":[\"1-0\"]}",
            "POST /api/v1/queue/discard {\"ids\":[\"1-0\",\"2-0\"]}");
    assertThat(out.toString(UTF_8)).isEqualTo("1 put back into the queue\n2 discarded\n");
  }

  @Test
  void decision_aboutNothingOrTwoThings_isAMistakeOfUsage() {
    assertThat(run("queue")).isEqualTo(ExitCode.USAGE);
    assertThat(run("queue", "discard")).isEqualTo(ExitCode.USAGE);
    assertThat(run("queue", "discard", "--all", "1-0")).isEqualTo(ExitCode.USAGE);
    assertThat(run("cache")).isEqualTo(ExitCode.USAGE);
    assertThat(posted).isEmpty();
  }

  @Test
  void warming_isFollowedToItsEndOnEveryNode() {
    says(
        "GET /api/v1/cluster",
        "{\"data\": {\"members\": [{\"name\": \"node-1\", \"url\": \"%s\"}]}}".formatted(url()));
    says(
        "POST /api/v1/cache/warm",
        "{\"data\": {\"target\": 100, \"answers\": 0, \"states\": 0, \"running\": true}}");
    says(
        "GET /api/v1/cache/warm",
        "{\"data\": {\"target\": 100, \"answers\": 20, \"states\": 0, \"running\": true}}",
        "{\"data\": {\"target\": 100, \"answers\": 90, \"states\": 10, \"running\": false}}");

    assertThat(run("cache", "warm")).isEqualTo(ExitCode.DONE);

    assertThat(out.toString(UTF_8)).isEqualTo("node-1: 100 of 100 keys\n");
  }

  private int run(String... words) {
    var output = Output.of(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    var control = new OneCluster(directory, url());
    var commands =
        List.<Object>of(
            new QueueCommand(output, () -> control), new CacheCommand(output, () -> control));
    return new CommandRunner(new Root(), commands, output).run(words);
  }

  @Command(name = "hal9")
  private static final class Root {}

  /** One that runs, at an address. */
  private record OneCluster(Path home, URI url) implements ClusterControl {

    @Override
    public RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ClusterState> state(String name) {
      try {
        var token = Files.writeString(home.resolve("token"), "secret");
        return Optional.of(
            new ClusterState(
                name,
                ClusterState.Phase.READY,
                url,
                token,
                List.of(),
                List.of(),
                List.of(),
                new ClusterState.Balancer(0, url),
                null));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public List<String> names() {
      return List.of("default");
    }

    @Override
    public boolean stop(String name, Consumer<ClusterEvent> listener) {
      return false;
    }

    @Override
    public ClusterDirectory directory(String name) {
      return new ClusterDirectory(home);
    }
  }
}
