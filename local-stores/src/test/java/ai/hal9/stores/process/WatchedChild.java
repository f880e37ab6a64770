package ai.hal9.stores.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that starts a child under a watchdog, prints its pid and waits to be killed. */
final class WatchedChild {

  private WatchedChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    Spawner spawner = Spawner.open(RootExit.NOT_NEEDED, Tie.WATCHDOG);
    Path directory = Path.of(arguments[0]);
    spawner.start(ChildSpec.of("gone", directory, List.of("true"))).onExit().join();
    ChildProcess child =
        spawner.start(
            ChildSpec.of("child", directory, List.of("sleep", "600")).withDeathSignal(Signal.TERM));
    System.out.println("pids " + child.pid());
    new CountDownLatch(1).await();
  }
}
