package ai.hal9.engine.queue;

import static ai.hal9.engine.queue.EntrySource.text;

import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.Tuple;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of the consumers' way what belongs to shards that are gone, and puts it back when they
 * answer. What an entry holds for others becomes an entry of its own, so that an entry is committed
 * whole or not at all. Entries that come back may have been written before: COPY fails on their
 * keys then, and they go the way of those delivered twice.
 */
final class SettingAside {

  private static final Logger LOG = LoggerFactory.getLogger(SettingAside.class);

  /** In place of a shard: rows that can be tried. */
  private static final String NO_SHARD = "";

  private final QueueConsumer.Place place;

  SettingAside(QueueConsumer.Place place) {
    this.place = place;
  }

  /** Whether an entry can be read, and none of its rows belongs to a shard that is gone. */
  boolean none(QueueEntry entry) {
    if (!place.store().anyGone()) {
      return true;
    }
    try {
      return entry.tuples().stream().allMatch(tuple -> shard(tuple).equals(NO_SHARD));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Divides an entry where rows of it belong to shards that are gone; nothing is done otherwise.
   * Says whether it did, so that there is no such entry any more.
   */
  boolean set(EntrySource source, QueueEntry entry, List<Tuple> tuples) {
    if (!place.store().anyGone()) {
      return false;
    }
    var parts = new TreeMap<String, List<Integer>>();
    for (var i = 0; i < tuples.size(); i++) {
      parts.computeIfAbsent(shard(tuples.get(i)), shard -> new ArrayList<>()).add(i);
    }
    if (parts.keySet().equals(Set.of(NO_SHARD))) {
      return false;
    }
    var arguments = new ArrayList<byte[]>();
    arguments.add(text(entry.id()));
    arguments.add(text(entry.count()));
    parts.forEach(
        (shard, rows) -> {
          arguments.add(text(shard));
          arguments.add(joined(tuples, rows));
          arguments.add(text(rows.size()));
          arguments.add(entry.traces().of(rows, tuples.size()).toField());
        });
    var _ = source.run(Scripts.SET_ASIDE, place.keys().waiting(), arguments);
    LOG.debug("Entry {} waits, in part at least, for a shard that is gone: {}", entry.id(), parts);
    return true;
  }

  /** Puts entries back, so many of each shard that answers again. */
  void bringBack(EntrySource source, int most) {
    for (var shard : source.shardsAside()) {
      if (place.store().back(shard)) {
        var moved =
            source.run(
                Scripts.BRING_BACK, place.keys().waiting(), List.of(text(shard), text(most)));
        LOG.debug("{} signals no longer wait for shard {}", moved, shard);
      }
    }
  }

  private String shard(Tuple tuple) {
    var gone = place.store().gone(Slots.of(tuple.id()));
    return gone.isPresent() ? Integer.toString(gone.getAsInt()) : NO_SHARD;
  }

  private static byte[] joined(List<Tuple> tuples, List<Integer> rows) {
    var joined = new ByteArrayOutputStream();
    rows.forEach(row -> joined.writeBytes(tuples.get(row).bytes()));
    return joined.toByteArray();
  }
}
