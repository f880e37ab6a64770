package ai.hal9.console.command;

import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.command.DemoLoad;
import ai.hal9.sim.command.DemoWindow;
import ai.hal9.sim.command.Output;

/** A demo in the console's window. */
final class DesktopDemo implements DemoWindow {

  private final Output output;
  private final Display display;
  private final Showing showing;

  /** Opens the window and returns when it has been closed. */
  @FunctionalInterface
  interface Showing {
    void show(RunningCluster cluster, DemoLoad load) throws InterruptedException;
  }

  DesktopDemo(Output output, Display display, Showing showing) {
    this.output = output;
    this.display = display;
    this.showing = showing;
  }

  @Override
  public boolean present() {
    return display.present();
  }

  @Override
  public boolean watch(RunningCluster cluster, DemoLoad load) throws InterruptedException {
    try {
      showing.show(cluster, load);
      return true;
    } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
      output.message(NoWindow.words(e) + "\n      The demo goes on without.");
      return false;
    }
  }
}
