package ai.hal9.sim.fault;

import ai.hal9.sim.process.Freeze;

/** A store's primary hangs: its processes are there and do not run. */
record StoreFrozen(String name, StoreRole role) implements Fault {

  @Override
  public String what() {
    return role.label() + " hangs (SIGSTOP)";
  }

  @Override
  public void strike(Site site, Load load) throws InterruptedException {
    try (var _ = Freeze.of(role.of(site.state()).pid())) {
      load.pass(site.pace().away());
    }
  }
}
