package ai.hal9.engine.memory;

import ai.hal9.engine.cache.Versioned;
import ai.hal9.engine.cache.VersionedCache;
import ai.hal9.engine.cache.VersionedCache.Place;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.tuning.CacheStrategy;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Neurons' states, {@code neuron:{id}:state} in Redis. */
final class States {

  private static final String ENTITY = "state";
  private static final int TRIES = 5;

  private final Neurons neurons;
  private final StateTable table;
  private final VersionedCache cache;
  private final VersionClock versions;
  private final LiveTuning tuning;
  private final WriteBehind<UUID, StateRow> behind;
  private final WriteCounts writes;

  States(NeuronMemory.Surroundings around, VersionClock versions) {
    neurons = around.neurons();
    table = new StateTable(around.database());
    cache = around.cache(ENTITY);
    this.versions = versions;
    tuning = around.tuning();
    behind =
        new WriteBehind<>(
            ENTITY, "states", new Writing(), tuning, around.meters(), around.nanoTime());
    writes = new WriteCounts(around.meters(), ENTITY);
  }

  String get(Neuron neuron) {
    var found = cache.get(place(neuron), () -> table.find(neuron.storedId()));
    var unwritten = behind.unwritten(neuron.storedId());
    return unwritten != null && unwritten.version() > found.version()
        ? unwritten.json()
        : found.text();
  }

  /** Replaces the state; how that was done. */
  CacheStrategy put(Neuron neuron, String json) {
    var wanted = tuning.current().cache().state();
    var used =
        wanted == CacheStrategy.WRITE_BEHIND && !behind(neuron, json)
            ? CacheStrategy.WRITE_THROUGH
            : wanted;
    if (used != CacheStrategy.WRITE_BEHIND) {
      write(neuron, json, used == CacheStrategy.WRITE_THROUGH);
    }
    writes.add(used);
    return used;
  }

  /** Puts all states into Redis; how many. */
  int warm() {
    var known =
        neurons.all().stream().collect(Collectors.toMap(Neuron::storedId, neuron -> neuron));
    try {
      return table.each(
          (id, state) -> {
            var neuron = known.get(id);
            if (neuron != null) {
              cache.warm(place(neuron), state);
            }
          });
    } catch (RedisException e) {
      return 0;
    }
  }

  void close(Duration deadline) throws InterruptedException {
    behind.close(deadline);
    cache.close();
  }

  private void write(Neuron neuron, String json, boolean through) {
    var place = place(neuron);
    var row = new StateRow(neuron.storedId(), json, versions.after(0));
    cache.changing(place.subject());
    long version;
    try {
      version = table.update(row);
    } catch (StoreException e) {
      if (e.mayBeDone()) {
        cache.perhapsChanged(place.subject(), row.version());
      }
      throw e;
    }
    if (through) {
      cache.changed(place, new Versioned(version, json));
    } else {
      cache.changed(place.subject(), version);
    }
  }

  /**
   * Into Redis now and PostgreSQL later; false when there is no Redis or no room, or nobody knows
   * the version that it must be larger than.
   */
  private boolean behind(Neuron neuron, String json) {
    try {
      var version = versions.after(0);
      var larger = false;
      for (var i = 0; i < TRIES; i++) {
        var value = new Versioned(version, json);
        var there = larger ? cache.put(place(neuron), value) : cache.putAfter(place(neuron), value);
        if (there == version) {
          return behind.offer(neuron.storedId(), new StateRow(neuron.storedId(), json, version));
        }
        if (there == 0) {
          there = table.version(neuron.storedId());
          larger = true;
        }
        version = versions.after(there);
      }
      return false;
    } catch (RedisException | StoreException e) {
      return false;
    }
  }

  private static Place place(Neuron neuron) {
    var name = "neuron:" + neuron.id() + ":state";
    return new Place(name, name);
  }

  /** The last of each neuron, unless PostgreSQL has a newer one. */
  private final class Writing implements WriteBehind.Writing<StateRow> {
    @Override
    public int write(List<StateRow> rows) {
      return table.updateAll(rows);
    }

    @Override
    public StateRow newer(StateRow one, StateRow other) {
      return one.version() > other.version() ? one : other;
    }

    @Override
    public long weight(StateRow row) {
      return WriteBehind.weight(row.json());
    }
  }
}
