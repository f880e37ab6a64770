package ai.hal9.sim.fault;

/** A store's primary dies. */
record StoreKilled(String name, StoreRole role) implements Fault {

  @Override
  public String what() {
    return "kill -9 of " + role.label();
  }

  @Override
  public void strike(Site site, Load load) {
    site.kill(role.of(site.state()).pid());
  }
}
