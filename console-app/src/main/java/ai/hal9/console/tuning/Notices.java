package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.TuningViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What is told of a change's fate. */
final class Notices {

  private Notices() {}

  static Notice applied(Target to, TuningVersion version, ClusterTuning known) {
    var kept = new ArrayList<String>();
    if (to instanceof Target.AllNodes) {
      for (var key : new TreeMap<>(version.after()).keySet()) {
        var owners = known.owners(key);
        if (!owners.isEmpty()) {
          kept.add(
              "%s keeps its own value of %s; choose it as the target to change that one too."
                  .formatted(String.join(", ", owners), key));
        }
      }
    }
    return new Notice(
        kept.isEmpty() ? Notice.Kind.DONE : Notice.Kind.WARNING,
        "Version %d is in force on %s.".formatted(version.version(), to.words()),
        kept,
        List.of());
  }

  /** Edits were let go of. */
  static Notice discarded(int count, Runnable undo) {
    return new Notice(
        Notice.Kind.DONE,
        count == 1 ? "One edit is discarded." : count + " edits are discarded.",
        List.of(),
        List.of(new Notice.Offer("undo-discard", "Bring back (Ctrl+Z)", undo)));
  }

  static Notice refused(List<TuningViolation> violations) {
    return new Notice(
        Notice.Kind.FAILURE,
        violations.size() == 1
            ? "Nothing was changed: the cluster refuses one value. Mend it or drop it, and apply"
                + " again."
            : "Nothing was changed: the cluster refuses %d values. Mend or drop them, and apply again."
                .formatted(violations.size()),
        violations.stream().map(TuningViolation::toString).toList(),
        List.of());
  }

  static Notice conflict(
      List<Recorded> others, int own, Runnable applyOnTop, Runnable acknowledge, Runnable discard) {
    var who = others.stream().map(change -> change.version().who()).distinct().toList();
    return new Notice(
        Notice.Kind.WARNING,
        "%s changed the tuning while you were editing. Your %s kept: the diff is against what is in force now."
            .formatted(
                who.isEmpty() ? "Somebody" : String.join(" and ", who),
                own == 1 ? "value is" : own + " values are"),
        others.stream().map(Notices::line).toList(),
        List.of(
            new Notice.Offer("conflict-apply", "Apply mine on top", applyOnTop),
            new Notice.Offer("conflict-edit", "Go on editing", acknowledge),
            new Notice.Offer("conflict-discard", "Discard mine", discard)));
  }

  /** Something that cannot be put back, since it was changed again. */
  static Notice changedSince(
      String what, ClusterTuning known, Target to, Set<String> keys, Runnable load) {
    var later =
        known.history().stream()
            .filter(change -> change.target().equals(to))
            .filter(change -> change.version().after().keySet().stream().anyMatch(keys::contains))
            .limit(3)
            .map(Notices::line)
            .toList();
    return new Notice(
        Notice.Kind.WARNING,
        what + " was not done: these values were changed again since.",
        later,
        List.of(new Notice.Offer("load-instead", "Show the difference", load)));
  }

  /** A change in one line. */
  static String line(Recorded change) {
    var version = change.version();
    var why = version.why().isBlank() ? "" : " (" + version.why() + ")";
    return "Version %d by %s%s: %s"
        .formatted(version.version(), version.who(), why, String.join(", ", diff(version)));
  }

  /** A change's values, one text each: {@code performance.caching on → off}. */
  static List<String> diff(TuningVersion version) {
    return new TreeMap<>(version.after())
        .entrySet().stream()
            .map(
                entry ->
                    "%s %s → %s%s"
                        .formatted(
                            entry.getKey(),
                            version.before().getOrDefault(entry.getKey(), "–"),
                            entry.getValue(),
                            version.unset().contains(entry.getKey()) ? " (no longer set)" : ""))
            .toList();
  }

  static String words(Exception problem) {
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }
}
