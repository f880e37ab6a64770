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
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is set in one scope, with what is to be reverted when. Immutable: a change makes the
 * next book, which takes its place only if nobody else's did before.
 *
 * @param version number of changes so far
 * @param stamp differs from every other book's, also from one of the same version
 * @param values what is set, by key
 * @param reverts what is to be set back, and when
 */
record TuningBook(long version, String stamp, Map<String, Entry> values, List<Revert> reverts) {

  private static final String REVERTER = "revert-after";

  TuningBook {
    values = Map.copyOf(values);
    reverts = List.copyOf(reverts);
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
   */
  record Revert(long version, Instant at, Map<String, @Nullable Entry> before) {}

  /**
   * The next book and its line of history.
   *
   * @param book the next
   * @param line what was changed
   */
  record Step(TuningBook book, TuningVersion line) {}

  static TuningBook empty() {
    return new TuningBook(0, "", Map.of(), List.of());
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
    var set = new HashMap<>(values);
    var before = new HashMap<String, String>();
    var replaced = new HashMap<String, @Nullable Entry>();
    change
        .values()
        .forEach(
            (key, value) -> {
              before.put(key, text(values.get(key), key, inherited));
              replaced.put(key, set.put(key, new Entry(value, next)));
            });
    var pending = new ArrayList<>(reverts);
    var duration = change.revertAfter();
    var revertAt = duration == null ? null : now.plus(duration);
    if (revertAt != null) {
      pending.add(new Revert(next, revertAt, replaced));
    }
    return new Step(
        new TuningBook(next, newStamp(), set, pending),
        new TuningVersion(
            next,
            change.scope(),
            now,
            change.who(),
            change.why(),
            before,
            change.values(),
            revertAt,
            origin));
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
        new TuningBook(next, newStamp(), values, reverts),
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
    var before = new HashMap<String, String>();
    var after = new HashMap<String, String>();
    due.before()
        .forEach(
            (key, old) -> {
              var present = values.get(key);
              if (present != null && present.version() == due.version()) {
                before.put(key, present.value());
                after.put(key, text(old, key, inherited));
                put(set, key, old);
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
        new TuningBook(next, newStamp(), set, pending),
        new TuningVersion(next, scope, now, REVERTER, why, before, after, null, origin));
  }

  /** A later revert, no longer leading back to values of the change that ends. */
  private static Revert redirected(Revert later, Revert ended) {
    var before = new HashMap<String, @Nullable Entry>(later.before());
    before.replaceAll(
        (key, old) ->
            old != null && old.version() == ended.version() ? ended.before().get(key) : old);
    return new Revert(later.version(), later.at(), before);
  }

  private static void put(Map<String, Entry> set, String key, @Nullable Entry entry) {
    if (entry == null) {
      set.remove(key);
    } else {
      set.put(key, entry);
    }
  }

  private static String text(@Nullable Entry entry, String key, Map<String, String> inherited) {
    return entry == null ? inherited.getOrDefault(key, "") : entry.value();
  }

  private static String newStamp() {
    return UUID.randomUUID().toString();
  }
}
