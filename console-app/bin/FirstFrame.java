import java.awt.Rectangle;
import java.awt.Robot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the launcher's start to the first frame on screen, seen from outside: {@code ROUNDS COMMAND
 * …}. The display must be empty, its background one colour; the frame is there when something of
 * many colours is seen where the window opens.
 */
final class FirstFrame {

  private static final Rectangle WATCHED = new Rectangle(400, 0, 60, 600);
  private static final int COLOURS = 12;

  /** What is told may be late by so much; looking more often takes the CPU the window needs. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

  private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

  private FirstFrame() {}

  public static void main(String[] arguments) throws Exception {
    var rounds = Integer.parseInt(arguments[0]);
    var command = List.of(arguments).subList(1, arguments.length);
    var robot = new Robot();
    var millis = new ArrayList<Long>();
    for (var round = 0; round < rounds; round++) {
      millis.add(measure(robot, command));
    }
    var sorted = millis.stream().sorted().toList();
    System.out.printf(
        "first frame after %d ms (median of %d; %d to %d)%n",
        sorted.get(sorted.size() / 2), rounds, sorted.getFirst(), sorted.getLast());
  }

  private static long measure(Robot robot, List<String> command)
      throws IOException, InterruptedException {
    if (seen(robot)) {
      throw new IllegalStateException("the display is not empty");
    }
    var start = System.nanoTime();
    var log = Files.createTempFile("first-frame", ".log");
    var found = false;
    var console =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      while (!seen(robot)) {
        if (!console.isAlive() || System.nanoTime() - start > LONGEST) {
          throw new IllegalStateException("no window was opened; see " + log);
        }
        Thread.sleep(LOOK_AGAIN);
      }
      found = true;
      return (System.nanoTime() - start) / 1_000_000;
    } finally {
      console.destroy();
      console.waitFor();
      while (seen(robot)) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      if (found) {
        Files.delete(log);
      }
    }
  }

  private static boolean seen(Robot robot) {
    var picture = robot.createScreenCapture(WATCHED);
    var pixels = picture.getRGB(0, 0, WATCHED.width, WATCHED.height, null, 0, WATCHED.width);
    return Arrays.stream(pixels).distinct().limit(COLOURS).count() == COLOURS;
  }
}
