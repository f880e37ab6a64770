package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.series.Axis;
import ai.hal9.console.ui.Tone;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.PixelReader;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** Ten columns for each pixel, on a canvas of 100 × 50. */
@ExtendWith(ApplicationExtension.class)
class LinePainterTest {

  private static final int WIDTH = 100;
  private static final int HEIGHT = 50;
  private static final int COLUMNS = 1_000;

  @Test
  void paint_oneHighColumnAmongAThousand_keepsItsHeight(FxRobot robot) {
    var values = new double[COLUMNS];
    Arrays.fill(values, 0.1);
    values[505] = 1.0;

    var picture = painted(robot, values);

    assertThat(top(picture, 50)).isLessThanOrEqualTo(1);
    assertThat(top(picture, 47)).isGreaterThan(40);
    assertThat(top(picture, 53)).isGreaterThan(40);
  }

  @Test
  void paint_gap_staysAGap(FxRobot robot) {
    var values = new double[COLUMNS];
    Arrays.fill(values, 0.5);
    Arrays.fill(values, 200, 400, Double.NaN);

    var picture = painted(robot, values);

    assertThat(top(picture, 10)).isBetween(22, 26);
    for (var x = 21; x < 39; x++) {
      assertThat(top(picture, x)).as("pixel column %d", x).isEqualTo(HEIGHT);
    }
    assertThat(top(picture, 60)).isBetween(22, 26);
  }

  @Test
  void paint_aStep_isJoined(FxRobot robot) {
    var values = new double[COLUMNS];
    Arrays.fill(values, 0, 500, 0.2);
    Arrays.fill(values, 500, COLUMNS, 0.8);

    var picture = painted(robot, values);

    var column = 50;
    var painted = 0;
    for (var y = 12; y < 38; y++) {
      painted += picture.getColor(column, y).getOpacity() > 0.5 ? 1 : 0;
    }
    assertThat(painted).isEqualTo(26);
  }

  @Test
  void paint_tooFewSamples_isFaint(FxRobot robot) {
    var values = new double[COLUMNS];
    Arrays.fill(values, 0.5);
    var weak = new BitSet();
    weak.set(0, 500);

    var picture = painted(robot, line(values).on(Readings.of(values), weak));

    assertThat(picture.getColor(20, top(picture, 20)).getOpacity()).isBetween(0.1, 0.45);
    assertThat(picture.getColor(80, top(picture, 80)).getOpacity()).isGreaterThan(0.6);
  }

  /** The highest pixel painted in a pixel column; the height when there is none. */
  private static int top(PixelReader picture, int x) {
    for (var y = 0; y < HEIGHT; y++) {
      if (picture.getColor(x, y).getOpacity() > 0.1) {
        return y;
      }
    }
    return HEIGHT;
  }

  private static Line line(double[] values) {
    return Line.of("x", "x", Tone.SERIES_1, Readings.of(values));
  }

  private static PixelReader painted(FxRobot robot, double[] values) {
    return painted(robot, line(values));
  }

  private static PixelReader painted(FxRobot robot, Line line) {
    var canvas = new Canvas(WIDTH, HEIGHT);
    var axis = new Axis(Instant.EPOCH, Duration.ofMillis(100), COLUMNS);
    new LinePainter(
            canvas.getGraphicsContext2D(),
            moment -> moment.toEpochMilli() / 1_000.0,
            value -> HEIGHT * (1 - value))
        .paint(axis, line, Color.BLUE);
    var picture = new java.util.concurrent.atomic.AtomicReference<PixelReader>();
    robot.interact(
        () -> {
          var parameters = new SnapshotParameters();
          parameters.setFill(Color.TRANSPARENT);
          picture.set(canvas.snapshot(parameters, null).getPixelReader());
        });
    return picture.get();
  }
}
