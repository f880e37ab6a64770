package ai.hal9.console.board;

import ai.hal9.dashboards.model.Panel;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Pane;

/**
 * Panels side by side on twelve columns, each as wide as its dashboard wants it, and wider where
 * the window is too narrow for that. Rows are as high as their highest panel; charts fill theirs.
 */
final class BoardGrid extends Pane {

  private static final double GAP = 16;
  private static final double LEAST_TILE = 186;
  private static final double LEAST_CHART = 380;

  private record Place(PanelFrame frame, int span) {}

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computeMinWidth(double height) {
    return LEAST_CHART;
  }

  @Override
  protected double computePrefWidth(double height) {
    return LEAST_CHART * 3;
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
    var column = (width - GAP * (Panel.COLUMNS - 1)) / Panel.COLUMNS;
    var y = 0.0;
    for (var row : rows(column)) {
      var spans = spans(row);
      var height = 0.0;
      for (var i = 0; i < row.size(); i++) {
        var wide = Math.floor(spans[i] * (column + GAP) - GAP);
        height = Math.max(height, Math.ceil(row.get(i).frame.prefHeight(wide)));
      }
      var x = 0.0;
      for (var i = 0; place && i < row.size(); i++) {
        var wide = Math.floor(spans[i] * (column + GAP) - GAP);
        row.get(i).frame.resizeRelocate(Math.rint(x), y, wide, height);
        x += spans[i] * (column + GAP);
      }
      y += height + GAP;
    }
    return Math.max(0, y - GAP);
  }

  private List<List<Place>> rows(double column) {
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
  private static double[] spans(List<Place> row) {
    var spans = row.stream().mapToDouble(Place::span).toArray();
    var sum = row.stream().mapToInt(Place::span).sum();
    if (row.stream().allMatch(place -> place.frame.panel() instanceof Panel.Chart)) {
      for (var i = 0; i < spans.length; i++) {
        spans[i] *= (double) Panel.COLUMNS / sum;
      }
    }
    return spans;
  }
}
