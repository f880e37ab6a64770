package ai.hal9.sim.fault;

import ai.hal9.stores.process.Signal;
import java.util.List;

/** The faults there are. */
public final class Faults {

  private static final List<Fault> ALL =
      List.of(
          new NodesKilled(),
          new StoreKilled("postgres-killed", StoreRole.POSTGRES),
          new ShardKilled(),
          new StoreKilled("redis-killed", StoreRole.DURABLE_REDIS),
          new StoreFrozen("postgres-frozen", StoreRole.POSTGRES),
          new StoresStopped("postgres-stopped", List.of(StoreRole.POSTGRES), Signal.INT),
          new StoreFrozen("redis-frozen", StoreRole.DURABLE_REDIS),
          new StoresStopped(
              "redis-stopped",
              List.of(StoreRole.CACHE_REDIS, StoreRole.DURABLE_REDIS),
              Signal.TERM),
          new WalVolumeFull(),
          new ModelFailing());

  private Faults() {}

  /** All, in the order of the report. */
  public static List<Fault> all() {
    return ALL;
  }
}
