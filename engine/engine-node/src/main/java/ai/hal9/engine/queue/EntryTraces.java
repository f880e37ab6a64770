package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.trace.TraceContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The requests that an entry's signals came with: {@code traceparent}s with spaces between, in the
 * order of the signals, and {@code -} for one that is not known. Empty where none is. Entries of
 * earlier versions hold the known traces' ids alone.
 */
record EntryTraces(String text) {

  private static final byte[] NONE = {};
  private static final String UNKNOWN = "-";
  private static final int ID_AT = 3;
  private static final int ID_END = 35;

  /** Of rows about to be appended. */
  static byte[] of(PendingRow[] rows, int count) {
    StringBuilder text = null;
    for (var i = 0; i < count; i++) {
      var trace = rows[i].trace();
      if (trace != null && text == null) {
        text = new StringBuilder((UNKNOWN + " ").repeat(i));
      }
      if (text != null) {
        text.append(trace == null ? UNKNOWN : trace).append(i + 1 < count ? " " : "");
      }
    }
    return text == null ? NONE : text.toString().getBytes(US_ASCII);
  }

  /** As the entry's field has them. */
  static EntryTraces read(byte[] field) {
    return new EntryTraces(new String(field, US_ASCII));
  }

  byte[] toField() {
    return text.getBytes(US_ASCII);
  }

  /** That of one of so many signals; all where it is not known which is whose. */
  EntryTraces of(int signal, int signals) {
    var each = text.split(" ", -1);
    return each.length == signals ? new EntryTraces(each[signal]) : this;
  }

  /** Those of some of so many signals; all where it is not known which is whose. */
  EntryTraces of(List<Integer> some, int signals) {
    var each = text.split(" ", -1);
    return each.length == signals
        ? new EntryTraces(some.stream().map(i -> each[i]).collect(Collectors.joining(" ")))
        : this;
  }

  /** The ids of those that are known, for the log. */
  String ids() {
    return text.isEmpty()
        ? ""
        : Arrays.stream(text.split(" ", -1))
            .filter(each -> !each.equals(UNKNOWN))
            .map(each -> each.length() < ID_END ? each : each.substring(ID_AT, ID_END))
            .collect(Collectors.joining(" "));
  }

  /** Those whose spans are told of. */
  List<TraceContext> sampled() {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1))
            .map(TraceContext::parse)
            .filter(Objects::nonNull)
            .filter(TraceContext::sampled)
            .toList();
  }
}
