package ai.hal9.sim.supervisor;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * The supervisor as a process. Standard input carries the owner's orders and, by its end, the
 * owner's end; standard output carries {@link ai.hal9.sim.cluster.ClusterEvent}s, one a line;
 * SIGTERM stops the cluster.
 */
public final class SupervisorProcess {

  private SupervisorProcess() {}

  /** Runs one cluster; exits with 0 when it had become ready, else with 1. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PlainFigures.everywhere();
    var owner = new OwnerLink(System.in, System.out);
    // whatever a library prints is no event
    System.setOut(System.err);
    var supervisor =
        new Supervisor(owner.spec(), Hal9Home.standard(), Installation.current(), owner);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("supervisor-stop")
                .unstarted(
                    () -> {
                      supervisor.stop();
                      awaitUninterruptibly(ended);
                    }));
    owner.onOwnerGone(supervisor::ownerGone);
    var ready = false;
    try {
      ready = supervisor.run();
    } finally {
      owner.flush();
      ended.countDown();
    }
    System.exit(ready ? 0 : 1);
  }

  private static void awaitUninterruptibly(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
