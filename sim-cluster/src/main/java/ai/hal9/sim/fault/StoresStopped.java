package ai.hal9.sim.fault;

import ai.hal9.stores.process.Signal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Primaries are stopped in an orderly way and stay away: whoever would start them again, or put
 * another server in their place, is held back as long.
 *
 * @param signal that the stores understand as a wish to end soon
 */
record StoresStopped(String name, List<StoreRole> roles, Signal signal) implements Fault {

  StoresStopped {
    roles = List.copyOf(roles);
  }

  @Override
  public String what() {
    return roles.stream().map(StoreRole::label).collect(Collectors.joining(" and "))
        + " stopped, and nobody to start or replace what has stopped";
  }

  @Override
  public void strike(Site site, Load load) throws InterruptedException {
    try (var _ = site.withoutSupervisor()) {
      for (var role : roles) {
        site.signal(signal, role.of(site.state()).pid());
      }
      load.pass(site.pace().away());
    }
  }
}
