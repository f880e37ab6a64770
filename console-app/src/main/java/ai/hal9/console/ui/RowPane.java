package ai.hal9.console.ui;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/**
 * Rows of cells, each row as high as its highest: a page's grid, as high as its width makes it. How
 * cells share the width is for its kinds to say.
 */
public abstract class RowPane extends Pane {

  /** Between cells, in pixels. */
  protected static final double GAP = 16;

  /**
   * A cell in its row.
   *
   * @param x where it begins
   * @param width of it
   */
  public record Cell(Node node, double x, double width) {}

  /** The cells in rows, at a width. */
  protected abstract List<List<Cell>> rows(double width);

  @Override
  public final Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected final double computePrefHeight(double width) {
    return arranged(width < 0 ? prefWidth(-1) : width, false);
  }

  @Override
  protected final double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected final void layoutChildren() {
    var _ = arranged(getWidth(), true);
  }

  private double arranged(double width, boolean place) {
    var y = 0.0;
    for (var row : rows(width)) {
      var height = row.stream().mapToDouble(RowPane::height).max().orElse(0);
      for (var cell : row) {
        if (place) {
          cell.node.resizeRelocate(Math.rint(cell.x), y, cell.width, height);
        }
      }
      y += height + GAP;
    }
    return Math.max(0, y - GAP);
  }

  private static double height(Cell cell) {
    return Math.ceil(Math.max(cell.node.prefHeight(cell.width), cell.node.minHeight(cell.width)));
  }
}
