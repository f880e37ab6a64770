package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Signal;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that must run: when it dies it is started again, later each time. */
final class Member {

  /** Starts the process and returns when it is ready; leaves none behind where it fails. */
  interface Starter {
    ChildProcess start();
  }

  private final String name;
  private final Starter starter;
  private final Backoff backoff;
  private final ScheduledExecutorService scheduler;
  private final Announcer announcer;

  private Phase phase = Phase.STOPPED;
  private @Nullable ChildProcess process;
  private int failures;
  private long startedAt;
  private boolean stopping;

  Member(
      String name,
      Starter starter,
      Backoff backoff,
      ScheduledExecutorService scheduler,
      Announcer announcer) {
    this.name = name;
    this.starter = starter;
    this.backoff = backoff;
    this.scheduler = scheduler;
    this.announcer = announcer;
  }

  String name() {
    return name;
  }

  synchronized Phase phase() {
    return phase;
  }

  /** 0 while there is no process. */
  synchronized long pid() {
    return process != null && process.alive() ? process.pid() : 0;
  }

  /** Starts it for the first time; what fails then fails the cluster. */
  void start() {
    become(Phase.STARTING);
    run(starter.start());
  }

  /** What a look at a running process has shown. */
  void seen(boolean ready) {
    Phase before;
    Phase now;
    synchronized (this) {
      before = phase;
      if (before == Phase.READY && !ready) {
        phase = Phase.DEGRADED;
      } else if (before == Phase.DEGRADED && ready) {
        phase = Phase.READY;
      }
      now = phase;
    }
    if (before != now) {
      announcer.notice(ready ? name + " is ready again" : name + " does not answer as ready");
      announcer.changed();
    }
  }

  /** Sends a signal to a process that has become ready; nothing happens where there is none. */
  void signal(Signal signal) {
    ChildProcess running;
    synchronized (this) {
      running = phase == Phase.READY || phase == Phase.DEGRADED ? process : null;
    }
    if (running != null) {
      running.signal(signal);
    }
  }

  /**
   * Ends it for good; returns when there is no process.
   *
   * @return whether there was one
   */
  boolean stop(Duration grace) {
    ChildProcess running;
    synchronized (this) {
      stopping = true;
      running = process;
    }
    var alive = running != null && running.alive();
    if (running != null && alive) {
      become(Phase.STOPPING);
      running.stop(grace);
    }
    become(Phase.STOPPED);
    return alive;
  }

  private void run(ChildProcess started) {
    boolean late;
    synchronized (this) {
      process = started;
      startedAt = System.nanoTime();
      late = stopping;
      phase = late ? Phase.STOPPING : Phase.READY;
    }
    if (late) {
      started.kill();
      become(Phase.STOPPED);
      return;
    }
    var _ = started.onExit().thenAcceptAsync(status -> died(started, status), scheduler);
    announcer.changed();
  }

  private void died(ChildProcess dead, int status) {
    Duration wait;
    synchronized (this) {
      if (stopping) {
        return;
      }
      var lasted = System.nanoTime() - startedAt > backoff.lasting().toNanos();
      failures = lasted ? 1 : failures + 1;
      wait = backoff.after(failures);
      phase = Phase.RESTARTING;
    }
    later(wait);
    announcer.notice(
        "%s ended with status %d; starting it again in %s".formatted(dead, status, seconds(wait)));
    announcer.changed();
  }

  private void again() {
    synchronized (this) {
      if (stopping) {
        return;
      }
    }
    try {
      run(starter.start());
      announcer.notice("%s runs again (pid %d)".formatted(name, pid()));
    } catch (RuntimeException e) {
      Duration wait;
      synchronized (this) {
        failures++;
        wait = backoff.after(failures);
      }
      announcer.notice(
          "%s cannot be started (%s); trying again in %s"
              .formatted(name, e.getMessage(), seconds(wait)));
      later(wait);
    }
  }

  /** The start itself waits for readiness, so it gets a thread of its own. */
  private void later(Duration wait) {
    var _ =
        scheduler.schedule(
            () -> Thread.ofVirtual().name("restart-" + name).start(this::again),
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void become(Phase next) {
    synchronized (this) {
      phase = next;
    }
    announcer.changed();
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1_000.0 + " s";
  }
}
