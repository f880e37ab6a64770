package ai.hal9.console.shell;

import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.telemetry.ClusterAddress;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the overview of 20 nodes at four intervals a second costs, in the real window with software
 * rendering: share of a core, frame times, age of what tiles show and, afterwards, the longest task
 * on the UI thread. {@code console-app/bin/overview-budget} runs it.
 */
public final class OverviewBudget {

  /** Until what is done four times a second has been compiled. */
  private static final int WARM_UP_SECONDS = 170;

  /** Until what beginning to record frames has stopped goes as before. */
  private static final int RECORDING_SECONDS = 10;

  private static final int SECONDS = 60;

  /** Of asking the UI thread, which is work for it of its own. */
  private static final int ASKING_SECONDS = 30;

  private static final double INTERVAL_MILLIS = 250;
  private static final int WORST = 5;
  private static final double CORE_SHARE = 35;
  private static final double FRAME_MILLIS = 33;
  private static final double TASK_MILLIS = 50;
  private static final double AGE_MILLIS = 1.5 * INTERVAL_MILLIS;

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Session session;
  private final ShownAge age;
  private boolean kept = true;

  private OverviewBudget(Session session) {
    this.session = session;
    age = new ShownAge(Background.threads(), session.history(), Clock.systemUTC());
  }

  /**
   * Exits with 1 when a budget is not kept.
   *
   * @param arguments the address of the generated cluster, and optionally the screen to show
   */
  public static void main(String[] arguments) throws Exception {
    FrameTimes.prepare();
    var address = new ClusterAddress(URI.create(arguments[0]), "");
    var budget =
        new OverviewBudget(
            Session.attached("generated", address, new Site.Here(), Clock.systemUTC()));
    budget.measure(arguments.length > 1 ? arguments[1] : "overview");
    System.exit(budget.kept ? 0 : 1);
  }

  private void measure(String screen) throws Exception {
    var opened = MeasuredWindow.open(session, screen, age);
    try (var _ = session.onAdvance(age::advanced)) {
      MeasuredWindow.onUi(
          () -> {
            age.watch(opened.scene());
            return opened;
          });
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      try (var frames = FrameTimes.record()) {
        TimeUnit.SECONDS.sleep(RECORDING_SECONDS);
        age.reset();
        var since = Instant.now();
        var threads = ThreadShares.now();
        var cpu = system.getProcessCpuTime();
        var began = System.nanoTime();
        TimeUnit.SECONDS.sleep(SECONDS);
        var wall = System.nanoTime() - began;
        var share = 100.0 * (system.getProcessCpuTime() - cpu) / wall;
        var used = ThreadShares.now().since(threads, wall);
        var ages = age.updates();
        report(share, frames.millis(since), ages);
        System.out.println("busiest threads: " + used);
      }
      try (var delay = new UiDelay()) {
        TimeUnit.SECONDS.sleep(ASKING_SECONDS);
        say("UI thread", "no task longer than %.1f ms", delay.boundMillis(), TASK_MILLIS);
      }
      System.out.println(
          MeasuredWindow.onUi(() -> session.feed().state().received())
              + " snapshots heard, "
              + Math.round(OwnCost.resident() / 1024 / 1024)
              + " MiB resident");
    }
    opened.close();
  }

  private void report(double share, List<Double> frames, List<ShownAge.Update> updates) {
    var ages = updates.stream().map(ShownAge.Update::millis).toList();
    say("process", "%.1f %% of a core", share, CORE_SHARE);
    var p95 = at(frames, 0.95);
    say(frames.size() + " frames", "95 %% within %.1f ms", p95, FRAME_MILLIS);
    System.out.printf("    median %.1f ms, slowest %.1f ms%n", at(frames, 0.5), at(frames, 1));
    // what is laid out is on screen when it has been painted
    say(
        ages.size() + " updates",
        "newest sample at most %.0f ms old",
        at(ages, 1) + p95,
        AGE_MILLIS);
    System.out.printf(
        "    median %.0f ms, 95 %% within %.0f ms%n", at(ages, 0.5) + p95, at(ages, 0.95) + p95);
    updates.stream()
        .sorted(Comparator.comparingDouble(ShownAge.Update::millis).reversed())
        .limit(WORST)
        .forEach(
            update ->
                System.out.printf(
                    "    %.0f ms laid out at %s: %.0f when more was heard, %.0f until it was"
                        + " begun, %.0f computed, %.0f waited for"
                        + " the UI thread, %.0f until laid out%n",
                    update.millis(),
                    update.at(),
                    update.heard(),
                    update.waited(),
                    update.computed(),
                    update.told(),
                    update.laidOut()));
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
}
