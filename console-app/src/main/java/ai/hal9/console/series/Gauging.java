package ai.hal9.console.series;

import java.util.List;

/** What is taken of one gauge over several cells; {@code NaN} where none told it. */
public enum Gauging {
  NEWEST {
    @Override
    double over(List<Cell> cells, int which) {
      return cells.isEmpty() ? Double.NaN : cells.getLast().mean(which);
    }
  },
  MEAN {
    @Override
    double over(List<Cell> cells, int which) {
      var sum = 0.0;
      var time = 0.0;
      for (var cell : cells) {
        var value = cell.mean(which);
        if (!Double.isNaN(value)) {
          sum += value * cell.length();
          time += cell.length();
        }
      }
      return time == 0 ? Double.NaN : sum / time;
    }
  },
  MIN {
    @Override
    double over(List<Cell> cells, int which) {
      var least = Double.NaN;
      for (var cell : cells) {
        var value = cell.min(which);
        least = Double.isNaN(least) || value < least ? value : least;
      }
      return least;
    }
  },
  MAX {
    @Override
    double over(List<Cell> cells, int which) {
      var most = Double.NaN;
      for (var cell : cells) {
        var value = cell.max(which);
        most = Double.isNaN(most) || value > most ? value : most;
      }
      return most;
    }
  };

  abstract double over(List<Cell> cells, int which);
}
