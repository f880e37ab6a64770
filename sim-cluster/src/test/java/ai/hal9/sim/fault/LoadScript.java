package ai.hal9.sim.fault;

import ai.hal9.sim.fault.Entry.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A load as a ledger would have it: a hundred signals a second, told what became of them. */
final class LoadScript {

  private static final long GAP = 10_000_000;

  private final List<Entry> entries = new ArrayList<>();

  /** Signals due from one moment to another, answered so much later. */
  LoadScript from(Duration begin, Duration end, Duration response, Answer answer) {
    for (var due = begin.toNanos(); due < end.toNanos(); due += GAP) {
      entries.add(new Entry("s" + due, due, due + response.toNanos(), answer));
    }
    return this;
  }

  /** One signal more. */
  LoadScript also(Duration due, Duration done, Answer answer) {
    entries.add(new Entry("t" + due.toNanos(), due.toNanos(), done.toNanos(), answer));
    return this;
  }

  List<Entry> entries() {
    return entries;
  }

  static Answer good() {
    return new Answer.Acknowledged("id");
  }

  static Answer bad(String kind) {
    return new Answer.Refused(kind);
  }
}
