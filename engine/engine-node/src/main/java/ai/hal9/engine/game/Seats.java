package ai.hal9.engine.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The players of one game, by the order in which they joined, and what each does in the open round.
 * Made for reuse: {@link #clear} empties it and keeps its memory. Guarded by its game.
 */
final class Seats {

  /** What a player did in the open round. */
  enum Move {
    NONE,
    PENDING,
    ACTED
  }

  /** Those of games that are over: they take nobody and never change. */
  static final Seats NONE = new Seats(0);

  private static final int FIRST_ROOM = 8;
  private static final UUID NOBODY = new UUID(0, 0);

  private final Map<UUID, Integer> byPlayer = new HashMap<>();
  private UUID[] players;
  private String[] names;
  private int[] scores;
  private boolean[] present;
  private Move[] moves;
  private byte[] sides;
  private @Nullable ActionRow[] pending;
  private int count;
  private int presentCount;

  /** For the first players; there are more as more come. */
  Seats() {
    this(FIRST_ROOM);
  }

  private Seats(int room) {
    players = new UUID[room];
    names = new String[room];
    scores = new int[room];
    present = new boolean[room];
    moves = new Move[room];
    sides = new byte[room];
    pending = new ActionRow[room];
  }

  int count() {
    return count;
  }

  /** How many have not left. */
  int present() {
    return presentCount;
  }

  /** For how many there is room without growing. */
  int room() {
    return players.length;
  }

  /** The player's seat, or -1. */
  int of(UUID player) {
    return byPlayer.getOrDefault(player, -1);
  }

  boolean isPresent(int seat) {
    return present[seat];
  }

  boolean hasName(String name) {
    return IntStream.range(0, count).anyMatch(seat -> names[seat].equals(name));
  }

  String name(int seat) {
    return names[seat];
  }

  Move move(int seat) {
    return moves[seat];
  }

  void add(UUID player, String name, int score, boolean here) {
    if (players.length == 0) {
      throw new IllegalStateException("a game that is over takes nobody");
    }
    if (count == players.length) {
      grow(2 * count);
    }
    byPlayer.put(player, count);
    players[count] = player;
    names[count] = name;
    scores[count] = score;
    present[count] = here;
    moves[count] = Move.NONE;
    count++;
    presentCount += here ? 1 : 0;
  }

  void leave(int seat) {
    if (present[seat]) {
      present[seat] = false;
      presentCount--;
    }
  }

  void pending(int seat, ActionRow row) {
    moves[seat] = Move.PENDING;
    pending[seat] = row;
  }

  void acted(int seat, int side) {
    moves[seat] = Move.ACTED;
    sides[seat] = (byte) side;
    pending[seat] = null;
  }

  void undone(int seat) {
    moves[seat] = Move.NONE;
    pending[seat] = null;
  }

  /** Adds the points of the open round. */
  void add(RoundScore score) {
    for (var seat = 0; seat < count; seat++) {
      scores[seat] += points(seat, score);
    }
  }

  /** Who scores in the open round. */
  List<UUID> winners(RoundScore score) {
    return IntStream.range(0, count)
        .filter(seat -> points(seat, score) > 0)
        .mapToObj(seat -> players[seat])
        .toList();
  }

  /** What each has once the open round counts. */
  List<Standing> totals(RoundScore score) {
    return IntStream.range(0, count)
        .mapToObj(seat -> new Standing(names[seat], scores[seat] + points(seat, score), 1))
        .toList();
  }

  private int points(int seat, RoundScore score) {
    return moves[seat] == Move.ACTED ? score.points(sides[seat]) : 0;
  }

  /** Nobody has moved any more. */
  void nextRound() {
    Arrays.fill(moves, 0, count, Move.NONE);
  }

  /** Whether everyone who is here has acted. */
  boolean allActed() {
    for (var seat = 0; seat < count; seat++) {
      if (present[seat] && moves[seat] != Move.ACTED) {
        return false;
      }
    }
    return true;
  }

  /** The actions on their way to be committed. */
  List<ActionRow> pendingRows() {
    var rows = new ArrayList<ActionRow>();
    for (var seat = 0; seat < count; seat++) {
      var row = pending[seat];
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The players, best first; those with as much by name. */
  List<Standing> standings(int limit) {
    return IntStream.range(0, count)
        .mapToObj(seat -> new Standing(names[seat], scores[seat], 1))
        .sorted(
            Comparator.comparingLong(Standing::score).reversed().thenComparing(Standing::player))
        .limit(limit)
        .toList();
  }

  /** Empties it. */
  void clear() {
    byPlayer.clear();
    Arrays.fill(players, 0, count, NOBODY);
    Arrays.fill(names, 0, count, "");
    for (var seat = 0; seat < count; seat++) {
      pending[seat] = null;
    }
    count = 0;
    presentCount = 0;
  }

  private void grow(int room) {
    players = Arrays.copyOf(players, room);
    names = Arrays.copyOf(names, room);
    scores = Arrays.copyOf(scores, room);
    present = Arrays.copyOf(present, room);
    moves = Arrays.copyOf(moves, room);
    sides = Arrays.copyOf(sides, room);
    pending = Arrays.copyOf(pending, room);
  }
}
