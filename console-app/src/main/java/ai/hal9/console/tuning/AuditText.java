package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A change of the audit in words, the same on screen and where it is pasted. */
final class AuditText {

  private static final String HEADER = "Time\tReached\tVersion\tWho\tBy right of\tChanged\tWhy";

  private final CardText text;

  AuditText(CardText text) {
    this.text = text;
  }

  String time(TuningVersion change, Instant now) {
    return text.time(change.time(), now);
  }

  /** Whom it reached. */
  static String reached(TuningVersion change) {
    return switch (change.scope()) {
      case CLUSTER -> Target.cluster().words();
      case NODE -> change.origin().node().isEmpty() ? "one node" : change.origin().node();
    };
  }

  /** By what right it was made, and through which node. */
  static String right(TuningVersion change) {
    var node = change.origin().node();
    var through = node.isEmpty() ? "" : " (through " + node + ")";
    return switch (change.origin().authority()) {
      case TOKEN -> "the cluster's token" + through;
      case OPEN -> "no token needed" + through;
      case NODE -> node.isEmpty() ? "a node itself" : node + " itself";
      case UNKNOWN -> "not told";
    };
  }

  /** From what to what, a line each. */
  List<String> changed(TuningVersion change) {
    var lines = new ArrayList<>(Notices.diff(change));
    var revertAt = change.revertAt();
    if (revertAt != null) {
      lines.add("reverts by itself at " + text.time(revertAt, change.time()));
    }
    return lines;
  }

  /** All of them, for a spreadsheet. */
  String tabbed(List<TuningVersion> changes) {
    return changes.stream()
        .map(
            change ->
                Stream.of(
                        change.time().toString(),
                        reached(change),
                        Long.toString(change.version()),
                        change.who(),
                        right(change),
                        String.join("; ", changed(change)),
                        change.why())
                    .map(cell -> cell.replaceAll("\\s+", " "))
                    .collect(Collectors.joining("\t")))
        .collect(Collectors.joining("\n", HEADER + "\n", "\n"));
  }
}
