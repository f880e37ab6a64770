package ai.hal9.sim.generator;

import org.jspecify.annotations.Nullable;

/** The busy connections of a loop, the longest busy first. */
final class InFlight {

  private @Nullable Connection first;
  private @Nullable Connection last;
  private int size;

  int size() {
    return size;
  }

  @Nullable Connection oldest() {
    return first;
  }

  void add(Connection connection) {
    connection.earlier = last;
    connection.later = null;
    if (last == null) {
      first = connection;
    } else {
      last.later = connection;
    }
    last = connection;
    size++;
  }

  void remove(Connection connection) {
    var earlier = connection.earlier;
    var later = connection.later;
    if (earlier == null) {
      first = later;
    } else {
      earlier.later = later;
    }
    if (later == null) {
      last = earlier;
    } else {
      later.earlier = earlier;
    }
    connection.earlier = null;
    connection.later = null;
    size--;
  }
}
