package ai.hal9.sim.fault;

import ai.hal9.sim.fault.Entry.Answer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A ledger compared with what PostgreSQL holds.
 *
 * @param acknowledged signals the cluster vouched for
 * @param lost acknowledged signals that are not stored under their id with their content
 * @param doubled rows beyond the first of a content that was sent once, acknowledged or not
 * @param storedUnacknowledged signals that are stored though the client heard no acknowledgement;
 *     no breach of a promise
 * @param examples up to ten of the lost and doubled, in words
 */
public record Audit(
    long acknowledged, long lost, long doubled, long storedUnacknowledged, List<String> examples) {

  private static final int EXAMPLES = 10;

  /** A row of the table of signals. */
  public record Row(String id, String content) {}

  public Audit {
    examples = List.copyOf(examples);
  }

  /**
   * Compares by id and content.
   *
   * @param rows all that hold a content of the ledger's load
   */
  public static Audit of(Collection<Entry> entries, Collection<Row> rows) {
    var stored = new HashSet<>(rows);
    var copies = rows.stream().collect(Collectors.groupingBy(Row::content, Collectors.counting()));
    var lost =
        entries.stream()
            .filter(entry -> acknowledgedBut(entry, stored))
            .map(entry -> "lost: " + entry.content() + " " + entry.answer())
            .toList();
    var doubled =
        copies.entrySet().stream()
            .filter(copy -> copy.getValue() > 1)
            .map(copy -> "stored %d times: %s".formatted(copy.getValue(), copy.getKey()))
            .toList();
    return new Audit(
        entries.stream().filter(Entry::acknowledged).count(),
        lost.size(),
        rows.size() - copies.size(),
        entries.stream()
            .filter(entry -> !entry.acknowledged() && copies.containsKey(entry.content()))
            .count(),
        List.of(lost, doubled).stream()
            .flatMap(list -> list.stream().limit(EXAMPLES / 2))
            .toList());
  }

  /** Whether nothing acknowledged is missing and nothing is there twice. */
  public boolean kept() {
    return lost == 0 && doubled == 0;
  }

  private static boolean acknowledgedBut(Entry entry, Collection<Row> stored) {
    return entry.answer() instanceof Answer.Acknowledged(var id)
        && !stored.contains(new Row(id, entry.content()));
  }
}
