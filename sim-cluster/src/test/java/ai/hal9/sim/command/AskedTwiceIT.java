package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.SimJson;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are asked to end once more while they end. */
class AskedTwiceIT {

  private static final int BY_TERM = 143;
  private static final int AT_ONCE = 130;

  @TempDir private Path directory;

  @Test
  void command_thatIsNotDoneWithTidyingUp_endsWhenAskedAgain() throws Exception {
    var process = started(Lingering.class);
    try (var out = process.inputReader(UTF_8);
        var err = process.errorReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      process.toHandle().destroy();
      assertThat(await(err, "again")).isEqualTo("stopping; Ctrl-C again ends at once");
      assertThat(out.readLine()).isEqualTo("interrupted");

      process.toHandle().destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(AT_ONCE);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void run_askedTwice_cutsOffWhatIsUnderWay_andStillReports() throws Exception {
    var scenario =
        Files.writeString(
            directory.resolve("long.yaml"),
            "executor: constant-vus\nvus: 2\nduration: 10min\nmix: [{method: GET, path: /slow}]\n");
    var report = directory.resolve("report");
    var asked = new CountDownLatch(2);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/slow", exchange -> asked.countDown());
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      var process =
          started(
              RunAlone.class,
              "run",
              scenario.toString(),
              "--target",
              "http://127.0.0.1:" + server.getAddress().getPort(),
              "--report",
              report.toString());
      try (var err = process.errorReader(UTF_8)) {
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        process.toHandle().destroy();
        assertThat(await(err, "again")).contains("Ctrl-C again cuts them off");

        process.toHandle().destroy();

        assertThat(await(err, "cut off")).contains("Ctrl-C again ends without a report");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(BY_TERM);
      } finally {
        process.destroyForcibly();
      }
    } finally {
      server.stop(0);
    }
    var told = SimJson.LINE.readTree(Files.readString(report.resolve("report.json")));
    assertThat(told.path("ending").asString()).isEqualTo("stopped");
    assertThat(told.at("/counts/interrupted").asLong()).isEqualTo(2);
    assertThat(told.at("/counts/failed").asLong()).isZero();
  }

  /** The next line with this in it. */
  private static String await(BufferedReader lines, String part) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    return "";
  }

  private static Process started(Class<?> program, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }
}
