package ai.hal9.console.source;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.TelemetryFrame;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class GeneratedFeedTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void step_sameSeed_saysTheSame() {
    assertThat(said(4)).isEqualTo(said(4)).isNotEqualTo(said(5));
  }

  @Test
  void step_everyNode_speaksOnce() {
    assertThat(said(4))
        .extracting(frame -> frame.snapshot().source().name())
        .containsExactly("node-1", "node-2", "node-1", "node-2");
  }

  private static List<TelemetryFrame> said(long seed) {
    var random = (SplittableGenerator) RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var nodes = GeneratedNode.cluster(2, START, Duration.ofMillis(250), 500, random);
    var heard = new ArrayList<TelemetryFrame>();
    var clock = Clock.fixed(START, ZoneOffset.UTC);
    try (var feed = GeneratedFeed.stepped(nodes, (carrier, frame) -> heard.add(frame), clock)) {
      feed.step();
      feed.step();
      assertThat(feed.state().received()).isEqualTo(4);
    }
    return heard;
  }
}
