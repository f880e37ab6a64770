package ai.hal9.console.ui;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/**
 * Cells of equal width in as many columns as fit, rows as high as their highest cell: at any window
 * width the row is full and nothing is cut off.
 */
public final class WrapGrid extends Pane {

  private static final double GAP = 16;

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
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
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
  protected double computePrefHeight(double width) {
    return arranged(width < 0 ? prefWidth(-1) : width, false);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    var _ = arranged(getWidth(), true);
  }

  private double arranged(double width, boolean place) {
    var cells = getManagedChildren();
    if (cells.isEmpty()) {
      return 0;
    }
    var fitting = (int) Math.clamp((width + GAP) / (leastWidth + GAP), 1, mostColumns);
    // rows of even length look better than a full one and a rest
    var rows = (cells.size() + fitting - 1) / fitting;
    var columns = (cells.size() + rows - 1) / rows;
    var cellWidth = Math.floor((width - GAP * (columns - 1)) / columns);
    var y = 0.0;
    for (var first = 0; first < cells.size(); first += columns) {
      var row = cells.subList(first, Math.min(cells.size(), first + columns));
      var height = row.stream().mapToDouble(cell -> height(cell, cellWidth)).max().orElse(0);
      for (var i = 0; place && i < row.size(); i++) {
        row.get(i).resizeRelocate(i * (cellWidth + GAP), y, cellWidth, height);
      }
      y += height + GAP;
    }
    return y - GAP;
  }

  private static double height(Node cell, double width) {
    return Math.ceil(cell.prefHeight(width));
  }
}
