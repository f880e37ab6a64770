package ai.hal9.console.shell;

import ai.hal9.console.chart.Span;
import ai.hal9.console.series.GeneratedHour;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Remembered;
import ai.hal9.console.series.SetClock;
import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the console holds and how fast it shows the hour with one hour of 20 nodes at four intervals
 * a second behind it, in the real window with software rendering. {@code
 * console-app/bin/hour-window} runs it.
 */
public final class HourWindow {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int WARM_UP_SECONDS = 30;
  private static final int SECONDS = 60;
  private static final int LOOKS = 5;
  private static final double MEGA = 1e6;
  private static final double RESIDENT_MEGABYTES = 400;
  private static final double REDRAW_MILLIS = 50;

  /** Charts of an hour are drawn with every fourth interval: 95 % of these times. */
  private static final double MOST = 1 - 0.05 / 4;

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);
  private final PictureTimes times = new PictureTimes(Background.threads());
  private boolean kept = true;

  private HourWindow() {}

  /**
   * Exits with 1 when a budget is not kept.
   *
   * @param arguments the address of the generated cluster, and optionally the screen to show
   */
  public static void main(String[] arguments) throws Exception {
    var measured = new HourWindow();
    measured.fill();
    var address = new ClusterAddress(URI.create(arguments[0]), "");
    var session =
        Session.attached("generated", address, new Site.Here(), measured.history, measured.clock);
    var screen = arguments.length > 1 ? arguments[1] : "overview";
    var window = MeasuredWindow.open(session, screen, measured.times);
    measured.measure(window);
    window.close();
    System.exit(measured.kept ? 0 : 1);
  }

  /** The hour until now; its nodes are then heard live, started anew. */
  private void fill() {
    var began = Instant.now();
    new GeneratedHour(20, began.minus(HOUR), INTERVAL, 500, 7).into(history, clock, Instant::now);
    clock.follow();
    System.out.printf("an hour told in %d s%n", Duration.between(began, Instant.now()).toSeconds());
  }

  private void measure(MeasuredWindow window) throws Exception {
    MeasuredWindow.onUi(
        () -> {
          times.watch(window.scene());
          return window;
        });
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    var most = ProcessMemory.now();
    var first = look(window);
    say("first look", "computed in %.1f ms", times.computed().getFirst(), REDRAW_MILLIS);
    say("first look", "drawn in %.1f ms", times.drawn().getFirst(), REDRAW_MILLIS);
    System.out.printf("    on screen after %.0f ms%n", first);
    var pauses = Pauses.now();
    try (var delay = new UiDelay()) {
      for (var second = 0; second < SECONDS; second++) {
        TimeUnit.SECONDS.sleep(1);
        most = most.most(ProcessMemory.now());
      }
      say("redrawn", "95 %% computed in %.1f ms", at(times.computed(), MOST), REDRAW_MILLIS);
      say("redrawn", "95 %% drawn in %.1f ms", at(times.drawn(), MOST), REDRAW_MILLIS);
      System.out.printf(
          "    %d times; median computed in %.1f ms, drawn in %.1f ms; slowest %.1f and %.1f ms%n",
          times.drawn().size(),
          at(times.computed(), 0.5),
          at(times.drawn(), 0.5),
          at(times.computed(), 1),
          at(times.drawn(), 1));
      System.out.printf("    no task on the UI thread longer than %.1f ms%n", delay.boundMillis());
    }
    System.out.println("    garbage collected: " + Pauses.now().since(pauses));
    anew(window);
    most = most.most(ProcessMemory.now());
    say("resident", "%.0f MB at most", most.resident() / MEGA, RESIDENT_MEGABYTES);
    System.out.println("    " + most);
    held();
  }

  /** The hour again and again, nothing of it remembered. */
  private void anew(MeasuredWindow window) throws Exception {
    for (var i = 0; i < LOOKS; i++) {
      MeasuredWindow.onUi(
          () -> {
            window.model().time().span().set(Span.MINUTES_5);
            return window;
          });
      TimeUnit.SECONDS.sleep(2);
      Remembered.forget(history);
      var shown = look(window);
      System.out.printf(
          "    looked at with nothing remembered: computed in %.1f ms, drawn in %.1f ms, on screen"
              + " after %.0f ms%n",
          times.computed().getFirst(), times.drawn().getFirst(), shown);
    }
  }

  /** Milliseconds until the hour is on screen. */
  private double look(MeasuredWindow window) throws Exception {
    return MeasuredWindow.onUi(
            () -> {
              var shown = times.look();
              window.model().time().span().set(Span.HOUR);
              return shown;
            })
        .get();
  }

  private void held() throws IOException {
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    System.out.printf(
        "heap: %.0f MB used after collecting, %.0f MB of it history; %.0f MB taken%n",
        heap.getUsed() / MEGA, history.bytes() / MEGA, heap.getCommitted() / MEGA);
    System.out.println("resident then: " + ProcessMemory.now());
  }

  private void say(String what, String figure, double value, double most) {
    var well = value <= most;
    kept &= well;
    System.out.printf(
        "%s: %s (at most %.0f): %s%n",
        what, figure.formatted(value), most, well ? "kept" : "MISSED");
  }

  private static double at(List<Double> values, double share) {
    var sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.POSITIVE_INFINITY
        : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  /** What the collectors have done, by name. */
  private record Pauses(List<GarbageCollectorMXBean> all, List<Long> counts, List<Long> millis) {

    static Pauses now() {
      var all = ManagementFactory.getGarbageCollectorMXBeans();
      return new Pauses(
          all,
          all.stream().map(GarbageCollectorMXBean::getCollectionCount).toList(),
          all.stream().map(GarbageCollectorMXBean::getCollectionTime).toList());
    }

    String since(Pauses before) {
      var words = new StringBuilder();
      for (var i = 0; i < all.size(); i++) {
        words.append(
            "%s%s %d times, %d ms"
                .formatted(
                    i == 0 ? "" : ", ",
                    all.get(i).getName(),
                    counts.get(i) - before.counts.get(i),
                    millis.get(i) - before.millis.get(i)));
      }
      return words.toString();
    }
  }
}
