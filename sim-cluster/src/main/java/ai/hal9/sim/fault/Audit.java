package ai.hal9.sim.fault;

import ai.hal9.sim.fault.Entry.Answer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A ledger compared with what PostgreSQL holds.
 *
 * @param acknowledged signals the cluster vouched for
 * @param lost acknowledged signals that are not stored under their id with their content
 * @param doubled rows beyond the times their content was sent, acknowledged or not
 * @param unacknowledged signals that are stored though the client heard no acknowledgement; no
 *     breach of a promise
 * @param examples some of the lost and doubled, in words
 */
public record Audit(
    long acknowledged, long lost, long doubled, long unacknowledged, List<String> examples) {

  private static final int EXAMPLES = 5;

  /** A row of the table of signals. */
  public record Row(String id, String content) {}

  public Audit {
    examples = List.copyOf(examples);
  }

  /**
   * Compares by id and content.
   *
   * @param entries one for each time a signal was sent
   * @param rows all that hold a content of the ledger's load
   */
  public static Audit of(Collection<Entry> entries, Collection<Row> rows) {
    var acknowledged = entries.stream().filter(Entry::acknowledged).toList();
    var stored = new HashSet<>(rows);
    var lost = acknowledged.stream().filter(entry -> !stored.contains(row(entry))).toList();

    var sent = counts(entries.stream().map(Entry::content));
    var vouched = counts(acknowledged.stream().map(Entry::content));
    var copies = counts(rows.stream().map(Row::content));
    var doubled = 0L;
    var unacknowledged = 0L;
    for (var copy : copies.entrySet()) {
      var sends = sent.getOrDefault(copy.getKey(), 0L);
      doubled += Math.max(0, copy.getValue() - sends);
      unacknowledged +=
          Math.max(0, Math.min(copy.getValue(), sends) - vouched.getOrDefault(copy.getKey(), 0L));
    }
    var examples =
        Stream.concat(
            lost.stream().limit(EXAMPLES).map(entry -> "lost: " + entry),
            copies.entrySet().stream()
                .filter(copy -> copy.getValue() > sent.getOrDefault(copy.getKey(), 0L))
                .limit(EXAMPLES)
                .map(copy -> "stored %d times: %s".formatted(copy.getValue(), copy.getKey())));
    return new Audit(acknowledged.size(), lost.size(), doubled, unacknowledged, examples.toList());
  }

  /** Whether nothing acknowledged is missing and nothing is there twice. */
  public boolean kept() {
    return lost == 0 && doubled == 0;
  }

  private static Row row(Entry entry) {
    return new Row(
        entry.answer() instanceof Answer.Acknowledged(var id) ? id : "", entry.content());
  }

  private static Map<String, Long> counts(Stream<String> contents) {
    return contents.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
