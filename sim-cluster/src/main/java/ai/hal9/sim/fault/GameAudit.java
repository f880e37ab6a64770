package ai.hal9.sim.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What players were told, compared with what PostgreSQL holds of their games.
 *
 * @param acknowledged actions the cluster vouched for
 * @param lost acknowledged actions that are not stored, with their side, under game, round and
 *     player
 * @param rounds that are closed
 * @param miscounted closed rounds whose score is not that of the actions stored for them
 * @param examples some of the lost and miscounted, in words
 */
public record GameAudit(
    long acknowledged, long lost, long rounds, long miscounted, List<String> examples) {

  private static final int EXAMPLES = 5;

  /** A row of the table of rounds: how many chose each side. */
  record Score(String game, int round, int zeros, int ones) {}

  private record Round(String game, int number) {}

  public GameAudit {
    examples = List.copyOf(examples);
  }

  /** Of a run without games. */
  static GameAudit none() {
    return new GameAudit(0, 0, 0, 0, List.of());
  }

  /**
   * Compares.
   *
   * @param acknowledged actions that were answered with 200
   * @param stored all actions of these games
   * @param scores all closed rounds of these games
   */
  static GameAudit of(
      Collection<Move> acknowledged, Collection<Move> stored, Collection<Score> scores) {
    var rows = new HashSet<>(stored);
    var lost = acknowledged.stream().filter(move -> !rows.contains(move)).toList();
    var counted = counted(stored);
    var miscounted =
        scores.stream()
            .filter(
                score -> {
                  var sides =
                      counted.getOrDefault(new Round(score.game(), score.round()), new int[2]);
                  return sides[0] != score.zeros() || sides[1] != score.ones();
                })
            .toList();
    var examples = new ArrayList<String>();
    lost.stream().limit(EXAMPLES).forEach(move -> examples.add("lost: " + move));
    miscounted.stream().limit(EXAMPLES).forEach(score -> examples.add("miscounted: " + score));
    return new GameAudit(
        acknowledged.size(), lost.size(), scores.size(), miscounted.size(), examples);
  }

  /** Whether nothing acknowledged is missing and every round counts what is stored. */
  public boolean kept() {
    return lost == 0 && miscounted == 0;
  }

  private static Map<Round, int[]> counted(Collection<Move> stored) {
    var counted = new HashMap<Round, int[]>();
    for (var move : stored) {
      counted.computeIfAbsent(new Round(move.game(), move.round()), _ -> new int[2])[move.side()]++;
    }
    return counted;
  }
}
