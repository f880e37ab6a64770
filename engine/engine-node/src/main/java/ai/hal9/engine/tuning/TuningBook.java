package ai.hal9.engine.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is set in one scope, with what is to be reverted when. Immutable: a change makes the
 * next book, which takes its place only if nobody else's did before.
 *
 * @param version number of changes so far
 * @param stamp differs from every other book's, also from one of the same version
 * @param values what is set, by key
 * @param reverts what is to be set back, and when
 * @param gone the change that unset a key, of those that one did; none when it is null
 */
record TuningBook(
    long version,
    String stamp,
    Map<String, Entry> values,
    List<Revert> reverts,
    Map<String, Long> gone) {

  private static final String REVERTER = "revert-after";

  TuningBook {
    values = Map.copyOf(values);
    reverts = List.copyOf(reverts);
    gone = Map.copyOf(Objects.requireNonNullElse(gone, Map.of()));
  }

  /**
   * One value.
   *
   * @param value as text
   * @param version the change that set it
   */
  record Entry(String value, long version) {}

  /**
   * A change that does not stay.
   *
   * @param version the change
   * @param at when it ends
   * @param before what its keys held before; null where nothing was set
   * @param gone the change that had unset one of these; none when it is null
   */
  record Revert(
      long version, Instant at, Map<String, @Nullable Entry> before, Map<String, Long> gone) {

    Revert {
      gone = Map.copyOf(Objects.requireNonNullElse(gone, Map.of()));
    }
  }

  /**
   * The next book and its line of history.
   *
   * @param book the next
   * @param line what was changed
   */
  record Step(TuningBook book, TuningVersion line) {}

  static TuningBook empty() {
    return new TuningBook(0, "", Map.of(), List.of(), Map.of());
  }

  /** The values as text, by key. */
  Map<String, String> texts() {
    var texts = new TreeMap<String, String>();
    values.forEach((key, entry) -> texts.put(key, entry.value()));
    return texts;
  }

  /** When the next revert is due. */
  Optional<Instant> nextRevert() {
    return reverts.stream().map(Revert::at).min(Comparator.naturalOrder());
  }

  /**
   * The book after a change.
   *
   * @param change what to set
   * @param now when
   * @param inherited the values of keys that are not set in this scope
   * @param origin where it comes from
   */
  Step changed(
      TuningChange change, Instant now, Map<String, String> inherited, TuningOrigin origin) {
    var next = version + 1;
    var after = change.resulting(inherited);
    var set = new HashMap<>(values);
    var unset = new HashMap<>(gone);
    var before = new HashMap<String, String>();
    var replaced = new HashMap<String, @Nullable Entry>();
    for (var key : after.keySet()) {
      before.put(key, text(values.get(key), key, inherited));
      replaced.put(key, values.get(key));
      if (change.unset().contains(key)) {
        set.remove(key);
        unset.put(key, next);
      } else {
        set.put(key, new Entry(change.values().getOrDefault(key, ""), next));
        unset.remove(key);
      }
    }
    var pending = new ArrayList<>(reverts);
    var duration = change.revertAfter();
    var revertAt = duration == null ? null : now.plus(duration);
    if (revertAt != null) {
      pending.add(new Revert(next, revertAt, replaced, of(after.keySet(), gone)));
    }
    return new Step(
        new TuningBook(next, newStamp(), set, pending, unset),
        new TuningVersion(
            next,
            change.scope(),
            now,
            change.who(),
            change.why(),
            before,
            after,
            revertAt,
            origin,
            absent(replaced),
            change.unset()));
  }

  private static Map<String, Long> of(Set<String> keys, Map<String, Long> gone) {
    var some = new HashMap<>(gone);
    some.keySet().retainAll(keys);
    return some;
  }

  /** The keys that are not set. */
  private static Set<String> absent(Map<String, @Nullable Entry> entries) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue() == null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The same values as the next version: beneath them something changed, which whoever began to
   * edit before must not overwrite unseen.
   *
   * @param line what to tell of it
   */
  Step shifted(TuningChange line, Instant now, Map<String, String> inForce, TuningOrigin origin) {
    var next = version + 1;
    var before = new HashMap<String, String>();
    line.values().keySet().forEach(key -> before.put(key, inForce.getOrDefault(key, "")));
    return new Step(
        new TuningBook(next, newStamp(), values, reverts, gone),
        new TuningVersion(
            next, line.scope(), now, line.who(), line.why(), before, line.values(), null, origin));
  }

  /**
   * The book after the revert that is due first, if one is. A key that was changed since keeps its
   * value; if that change is to be reverted too, it will go back to where this revert goes now.
   */
  Optional<Step> reverted(
      TuningScope scope, Instant now, Map<String, String> inherited, TuningOrigin origin) {
    return reverts.stream()
        .filter(revert -> !revert.at().isAfter(now))
        .min(Comparator.comparing(Revert::at).thenComparingLong(Revert::version))
        .map(due -> reverted(due, scope, now, inherited, origin));
  }

  private Step reverted(
      Revert due,
      TuningScope scope,
      Instant now,
      Map<String, String> inherited,
      TuningOrigin origin) {
    var next = version + 1;
    var set = new HashMap<>(values);
    var unset = new HashMap<>(gone);
    var before = new HashMap<String, String>();
    var after = new HashMap<String, String>();
    var restored = new HashMap<String, @Nullable Entry>();
    var replaced = new HashMap<String, @Nullable Entry>();
    due.before()
        .forEach(
            (key, old) -> {
              var present = values.get(key);
              if (present == null
                  ? gone.getOrDefault(key, 0L) == due.version()
                  : present.version() == due.version()) {
                before.put(key, text(present, key, inherited));
                after.put(key, text(old, key, inherited));
                replaced.put(key, present);
                restored.put(key, old);
                put(set, key, old);
                put(unset, key, due.gone().get(key));
              }
            });
    var pending = new ArrayList<Revert>();
    for (var other : reverts) {
      if (other.version() != due.version()) {
        pending.add(redirected(other, due));
      }
    }
    var why =
        "change %d ends%s"
            .formatted(
                due.version(),
                after.size() == due.before().size() ? "" : "; what was changed since stays");
    return new Step(
        new TuningBook(next, newStamp(), set, pending, unset),
        new TuningVersion(
            next,
            scope,
            now,
            REVERTER,
            why,
            before,
            after,
            null,
            origin,
            absent(replaced),
            absent(restored)));
  }

  /** A later revert, no longer leading back to what the change that ends had brought. */
  private static Revert redirected(Revert later, Revert ended) {
    var before = new HashMap<String, @Nullable Entry>(later.before());
    var gone = new HashMap<>(later.gone());
    later
        .before()
        .forEach(
            (key, old) -> {
              if (old == null
                  ? later.gone().getOrDefault(key, 0L) == ended.version()
                  : old.version() == ended.version()) {
                before.put(key, ended.before().get(key));
                put(gone, key, ended.gone().get(key));
              }
            });
    return new Revert(later.version(), later.at(), before, gone);
  }

  private static <T> void put(Map<String, T> map, String key, @Nullable T value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  private static String text(@Nullable Entry entry, String key, Map<String, String> inherited) {
    return entry == null ? inherited.getOrDefault(key, "") : entry.value();
  }

  private static String newStamp() {
    return UUID.randomUUID().toString();
  }
}
