package ai.hal9.console.loading;

import ai.hal9.sim.driver.LoadLink;

/** A run in a process of its own. */
record ProcessRun(LoadLink link) implements Generator.Running {

  @Override
  public void rate(long target) {
    link.rate(target);
  }

  @Override
  public void users(long target) {
    link.users(target);
  }

  @Override
  public void follow() {
    link.follow();
  }

  @Override
  public void stop() {
    link.stop();
  }

  @Override
  public void abort() {
    link.abort();
  }

  @Override
  public void close() {
    link.close();
  }
}
