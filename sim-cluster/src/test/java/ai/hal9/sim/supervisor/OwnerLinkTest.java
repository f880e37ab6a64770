package ai.hal9.sim.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OwnerLinkTest {

  @Test
  void flush_toAnOwnerThatReadsNothing_returns() throws IOException {
    try (var unread = new PipedInputStream(16);
        var pipe = new PipedOutputStream(unread)) {
      var link = new OwnerLink(InputStream.nullInputStream(), new PrintStream(pipe, false, UTF_8));
      link.send(new ClusterEvent(Kind.NOTICE, "more than the pipe holds"));
      assertTimeoutPreemptively(Duration.ofSeconds(20), link::flush);
    }
  }

  @Test
  void flush_returnsWithTheLastEventWritten() throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var link = new OwnerLink(InputStream.nullInputStream(), new PrintStream(out, false, UTF_8));
    for (var i = 1; i <= 100; i++) {
      link.send(new ClusterEvent(Kind.STEP, "step " + i));
    }
    link.flush();
    assertThat(out.toString(UTF_8).lines()).hasSize(100);
    assertThat(out.toString(UTF_8)).contains("step 100");
  }
}
