package ai.hal9.engine.game;

import java.util.ArrayDeque;

/** Seats of finished games, kept for the next ones: so many at most, and none that grew large. */
final class SeatsPool {

  private static final int MOST = 256;
  private static final int LARGEST = 128;

  private final ArrayDeque<Seats> free = new ArrayDeque<>();

  synchronized Seats take() {
    var seats = free.pollFirst();
    return seats == null ? new Seats() : seats;
  }

  synchronized void give(Seats seats) {
    if (free.size() < MOST && seats.room() <= LARGEST) {
      seats.clear();
      free.addFirst(seats);
    }
  }
}
