package ai.hal9.stores;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that starts stores, prints their pids and waits to be killed. */
public final class StoresOfAnotherJvm {

  private StoresOfAnotherJvm() {}

  public static void main(String[] arguments) throws InterruptedException {
    LocalStores stores = LocalStores.start(Path.of(arguments[0]));
    System.out.printf("pids %d %d%n", stores.postgres().pid(), stores.redis().pid());
    new CountDownLatch(1).await();
  }
}
