package ai.hal9.sim.driver;

import ai.hal9.sim.process.Installation;
import java.net.URI;
import java.nio.file.Path;

/** A program that loads a target, says its generator's pid, and waits to be killed. */
final class LoadOwner {

  private LoadOwner() {}

  /** Takes the target and a log file. */
  public static void main(String[] arguments) throws InterruptedException {
    var link =
        LoadLink.start(
            Installation.current(),
            new LoadOrder("test", URI.create(arguments[0]), "", "long", LoadLinkIT.STEADY),
            Path.of(arguments[1]),
            _ -> {});
    System.out.println(link.process().pid());
    System.out.flush();
    Thread.sleep(600_000);
  }
}
