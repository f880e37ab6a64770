package ai.hal9.console.ui;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells of equal width in as many columns as fit: at any window width the row is full and nothing
 * is cut off.
 */
public final class WrapGrid extends RowPane {

  private final double leastWidth;
  private final int mostColumns;

  /**
   * @param leastWidth the narrowest a cell may be, in pixels
   * @param mostColumns however wide the window is
   */
  public WrapGrid(double leastWidth, int mostColumns) {
    this.leastWidth = leastWidth;
    this.mostColumns = mostColumns;
  }

  @Override
  protected double computeMinWidth(double height) {
    return leastWidth;
  }

  @Override
  protected double computePrefWidth(double height) {
    return leastWidth * mostColumns + GAP * (mostColumns - 1);
  }

  @Override
  protected List<List<Cell>> rows(double width) {
    var cells = getManagedChildren();
    if (cells.isEmpty()) {
      return List.of();
    }
    var fitting = (int) Math.clamp((width + GAP) / (leastWidth + GAP), 1, mostColumns);
    // rows of even length look better than a full one and a rest
    var count = (cells.size() + fitting - 1) / fitting;
    var columns = (cells.size() + count - 1) / count;
    var cellWidth = Math.floor((width - GAP * (columns - 1)) / columns);
    var rows = new ArrayList<List<Cell>>();
    for (var i = 0; i < cells.size(); i++) {
      if (i % columns == 0) {
        rows.add(new ArrayList<>());
      }
      rows.getLast().add(new Cell(cells.get(i), i % columns * (cellWidth + GAP), cellWidth));
    }
    return rows;
  }
}
