package ai.hal9.console.board;

import ai.hal9.console.ui.RowPane;
import ai.hal9.dashboards.model.Panel;
import java.util.ArrayList;
import java.util.List;

/**
 * Panels side by side on twelve columns, each as wide as its dashboard wants it, and wider where
 * the window is too narrow for that. Charts fill their row.
 */
final class BoardGrid extends RowPane {

  private static final double LEAST_TILE = 186;
  private static final double LEAST_CHART = 380;

  private record Place(PanelFrame frame, int span) {}

  @Override
  protected double computeMinWidth(double height) {
    return LEAST_CHART;
  }

  @Override
  protected double computePrefWidth(double height) {
    return LEAST_CHART * 3;
  }

  @Override
  protected List<List<Cell>> rows(double width) {
    var column = (width - GAP * (Panel.COLUMNS - 1)) / Panel.COLUMNS;
    return places(column).stream().map(row -> cells(row, column)).toList();
  }

  private static List<Cell> cells(List<Place> row, double column) {
    var stretch = stretch(row);
    var cells = new ArrayList<Cell>();
    var x = 0.0;
    for (var place : row) {
      var step = place.span * stretch * (column + GAP);
      cells.add(new Cell(place.frame, x, Math.floor(step - GAP)));
      x += step;
    }
    return cells;
  }

  private List<List<Place>> places(double column) {
    var rows = new ArrayList<List<Place>>();
    var used = Panel.COLUMNS;
    for (var child : getManagedChildren()) {
      var frame = (PanelFrame) child;
      var least = frame.panel() instanceof Panel.Tile ? LEAST_TILE : LEAST_CHART;
      var needed = (int) Math.ceil((least + GAP) / (column + GAP));
      var span = Math.clamp(needed, frame.panel().width(), Panel.COLUMNS);
      if (used + span > Panel.COLUMNS) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.getLast().add(new Place(frame, span));
      used += span;
    }
    return rows;
  }

  /** A row of charts alone is filled; tiles keep their width. */
  private static double stretch(List<Place> row) {
    return row.stream().allMatch(place -> place.frame.panel() instanceof Panel.Chart)
        ? (double) Panel.COLUMNS / row.stream().mapToInt(Place::span).sum()
        : 1;
  }
}
