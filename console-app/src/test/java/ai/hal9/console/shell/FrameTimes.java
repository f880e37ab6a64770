package ai.hal9.console.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * How long frames take, as JavaFX's own flight recorder events tell: from the beginning of a pulse
 * on the UI thread to the end of its painting on the renderer's, in milliseconds. Waiting for the
 * next pulse is not part of it.
 */
final class FrameTimes implements AutoCloseable {

  private static final String PHASE = "javafx.PulsePhase";

  private final Recording recording = new Recording();

  private record Stretch(Instant from, Instant to) {

    static Stretch of(RecordedEvent phase) {
      return new Stretch(phase.getStartTime(), phase.getEndTime());
    }

    Stretch plus(Stretch other) {
      return new Stretch(
          from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
    }
  }

  private FrameTimes() {
    recording.enable(PHASE).withoutStackTrace().withoutThreshold();
    recording.start();
  }

  /** To be called before JavaFX starts, which tells its events only where somebody records. */
  static void prepare() {
    var _ = FlightRecorder.getFlightRecorder();
  }

  /**
   * Begins to record. That alone stops all threads for a tenth of a second or so: what is measured
   * begins later.
   */
  static FrameTimes record() {
    return new FrameTimes();
  }

  /**
   * Ends recording.
   *
   * @param since frames that began earlier are left out
   */
  List<Double> millis(Instant since) throws IOException {
    recording.stop();
    var file = Files.createTempFile("frames", ".jfr");
    try {
      recording.dump(file);
      return read(file, since);
    } finally {
      Files.delete(file);
    }
  }

  private static List<Double> read(Path file, Instant since) throws IOException {
    var painted = new TreeMap<Integer, Stretch>();
    var begun = new TreeMap<Integer, Stretch>();
    try (var events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (!event.getEventType().getName().equals(PHASE) || event.getInt("pulseId") == 0) {
          continue;
        }
        var onRenderer = event.getThread().getJavaName().startsWith("QuantumRenderer");
        (onRenderer ? painted : begun)
            .merge(event.getInt("pulseId"), Stretch.of(event), Stretch::plus);
      }
    }
    var millis = new ArrayList<Double>();
    painted.forEach(
        (pulse, painting) -> {
          var whole = begun.get(pulse);
          if (whole != null) {
            var frame = whole.plus(painting);
            if (!frame.from().isBefore(since)) {
              millis.add(Duration.between(frame.from(), frame.to()).toNanos() / 1e6);
            }
          }
        });
    return millis;
  }

  @Override
  public void close() {
    recording.close();
  }
}
