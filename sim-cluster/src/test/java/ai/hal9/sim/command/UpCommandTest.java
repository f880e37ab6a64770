package ai.hal9.sim.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.RunningCluster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** What {@code up} asks and says before anything is started, and when all is over. */
final class UpCommandTest {

  private static final int USUAL = 8080;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path home;

  @Test
  void fresh_answeredWithNo_startsNothing() {
    var clusters = new Starts(Phase.STOPPED);
    assertThat(answering("n\n", clusters, "--fresh")).isEqualTo(ExitCode.FAILED);
    assertThat(text(err))
        .contains("drops everything the cluster default has stored. Go on? [y/N]")
        .contains("nothing was dropped or started");
    assertThat(clusters.specs).isEmpty();
  }

  @Test
  void fresh_answeredWithYes_startsAfresh() {
    var clusters = new Starts(Phase.STOPPED);
    answering("y\n", clusters, "--fresh");
    assertThat(clusters.specs).singleElement().matches(ClusterSpec::fresh);
  }

  @Test
  void fresh_withYes_orWithoutEarlierData_asksNothing() {
    for (var clusters : List.of(new Starts(Phase.STOPPED), new Starts())) {
      answering("", clusters, "--fresh", "--yes");
      assertThat(clusters.specs).singleElement().matches(ClusterSpec::fresh);
    }
    var none = new Starts();
    answering("", none, "--fresh");
    assertThat(none.specs).hasSize(1);
    assertThat(text(err)).doesNotContain("Go on?");
  }

  @Test
  void fresh_withNobodyToAsk_isTwoAndNamesYes() {
    var clusters = new Starts(Phase.STOPPED);
    var output = Output.of(stream(out), stream(err));
    assertThat(run(output, clusters, "--fresh")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).contains("add --yes");
    assertThat(clusters.specs).isEmpty();
  }

  @Test
  void running_isSaidAndLeftAlone_evenWithFresh() {
    var clusters = new Starts(Phase.READY);
    assertThat(answering("", clusters, "--fresh", "--yes")).isEqualTo(ExitCode.DONE);
    assertThat(text(err)).contains("cluster default runs already");
    assertThat(text(out)).contains("url    http://127.0.0.1:8080");
    assertThat(clusters.specs).isEmpty();
  }

  @Test
  void starting_thatBecomesReady_isWaitedForAndNought() {
    var clusters = new Starts(Phase.STARTING, Phase.READY);
    assertThat(answering("", clusters)).isEqualTo(ExitCode.DONE);
    assertThat(text(err)).contains("is starting already; waiting", "runs already");
    assertThat(clusters.specs).isEmpty();
  }

  @Test
  void starting_thatFails_isOne() {
    var clusters = new Starts(Phase.STARTING, Phase.STOPPING, Phase.STOPPED);
    assertThat(answering("", clusters)).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("came to nothing; see: hal9 logs supervisor");
    assertThat(clusters.specs).isEmpty();
  }

  @Test
  void stopping_isWaitedForAndStartedAgain() {
    var clusters = new Starts(Phase.STOPPING, Phase.STOPPED);
    answering("", clusters);
    assertThat(text(err)).contains("is stopping already; waiting");
    assertThat(clusters.specs).hasSize(1);
  }

  @Test
  void supervisor_killed_isSaidAndOne() throws IOException {
    var clusters = new Starts(ended(Phase.READY));
    assertThat(answering("", clusters)).isEqualTo(ExitCode.FAILED);
    assertThat(text(err)).contains("the supervisor has ended unexpectedly; see: hal9 logs");
  }

  @Test
  void supervisor_endedInOrder_isNought() throws IOException {
    var clusters = new Starts(ended(Phase.STOPPED));
    assertThat(answering("", clusters)).isEqualTo(ExitCode.DONE);
    assertThat(text(err)).doesNotContain("unexpectedly");
  }

  /** The directory of a cluster whose supervisor is gone and last wrote that. */
  private ClusterDirectory ended(Phase written) throws IOException {
    var directory = new ClusterDirectory(home);
    Files.createDirectories(directory.root());
    new ClusterFiles(directory).write(Starts.state("default", written));
    return directory;
  }

  @Test
  void port_given_isKept() {
    var clusters = new Starts();
    answering("", clusters, "--port", "8123");
    assertThat(clusters.specs.getFirst().port()).isEqualTo(8123);
  }

  @Test
  void port_notGiven_isTheUsualOneUnlessThatIsTakenAndSaysByWhom() throws IOException {
    var clusters = new Starts();
    answering("", clusters);
    assertThat(clusters.specs.getFirst().port() == USUAL)
        .isEqualTo(!text(err).contains("port 8080 is taken by"));

    try (var taken = hold(USUAL)) {
      answering("", clusters);
      assertThat(clusters.specs.getLast().port()).isZero();
      assertThat(text(err)).contains("port 8080 is taken by", "taking a free one instead");
      if (taken.isBound()) {
        assertThat(text(err)).contains("(pid " + ProcessHandle.current().pid() + ")");
      }
    }
  }

  /** Takes a port, unless somebody else has it. */
  private static ServerSocket hold(int port) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException e) {
      // taken is what it shall be
    }
    return socket;
  }

  private int answering(String answer, Starts clusters, String... options) {
    var before = System.in;
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(Output.watched(stream(out), stream(err)), clusters, options);
    } finally {
      System.setIn(before);
    }
  }

  private static int run(Output output, ClusterControl clusters, String... options) {
    var arguments = new ArrayList<>(List.of("up"));
    arguments.addAll(List.of(options));
    return new CommandRunner(new Root(), List.of(new UpCommand(output, () -> clusters)), output)
        .run(arguments.toArray(String[]::new));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Command(name = "hal9")
  private static final class Root {}

  /** Remembers what was to be started, and starts nothing; or what has ended already. */
  private static final class Starts implements ClusterControl {
    private static final URI URL = URI.create("http://127.0.0.1:8080");
    private final List<ClusterSpec> specs = new ArrayList<>();
    private final ArrayDeque<Phase> phases;
    private final @Nullable ClusterDirectory ended;

    /**
     * @param phases as they are found one after the other, the last of them for ever; none where
     *     there is no such cluster
     */
    Starts(Phase... phases) {
      this(null, phases);
    }

    /**
     * @param ended where what is started is and has ended at once
     */
    Starts(@Nullable ClusterDirectory ended, Phase... phases) {
      this.phases = new ArrayDeque<>(List.of(phases));
      this.ended = ended;
    }

    @Override
    public RunningCluster start(ClusterSpec spec, Consumer<ClusterEvent> listener) {
      specs.add(spec);
      if (ended != null) {
        return new Ended(state(spec.name(), Phase.STOPPED));
      }
      throw new SimException(SimException.Code.START_FAILED, "a test starts nothing");
    }

    @Override
    public Optional<ClusterState> state(String name) {
      var phase = phases.size() > 1 ? phases.poll() : phases.peek();
      return Optional.ofNullable(phase).map(known -> state(name, known));
    }

    static ClusterState state(String name, Phase phase) {
      return new ClusterState(
          name,
          phase,
          URL,
          Path.of("token"),
          List.of(),
          List.of(),
          List.of(),
          new ClusterState.Balancer(1, URL),
          null);
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public boolean stop(String name, Consumer<ClusterEvent> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ClusterDirectory directory(String name) {
      if (ended == null) {
        throw new UnsupportedOperationException();
      }
      return ended;
    }
  }

  /** A cluster whose supervisor has ended. */
  private record Ended(ClusterState state) implements RunningCluster {
    @Override
    public boolean alive() {
      return false;
    }

    @Override
    public boolean awaitEnd(Duration time) {
      return true;
    }

    @Override
    public void letGo() {}

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}
