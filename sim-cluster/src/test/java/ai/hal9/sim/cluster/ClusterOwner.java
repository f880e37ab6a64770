package ai.hal9.sim.cluster;

import java.util.concurrent.CountDownLatch;

/** A process that starts a cluster of a name with so many standbys, and waits to be killed. */
final class ClusterOwner {

  static final String READY = "ready";

  private ClusterOwner() {}

  public static void main(String[] arguments) throws InterruptedException {
    var control = ClusterControl.of(StandIn.home(), StandIn.installation());
    control.start(
        ClusterSpec.named(arguments[0])
            .withNodes(1)
            .withStandbys(Integer.parseInt(arguments[1]))
            .withFresh(true),
        event -> {});
    System.out.println(READY);
    new CountDownLatch(1).await();
  }
}
