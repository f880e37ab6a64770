package ai.hal9.dashboards.grafana;

import ai.hal9.dashboards.model.Panel;
import tools.jackson.databind.node.ObjectNode;

/** Lays panels out in rows, left to right, on Grafana's grid of 24 columns. */
final class GrafanaGrid {

  private static final int COLUMNS = 24;
  private static final int TILE_HEIGHT = 4;
  private static final int CHART_HEIGHT = 8;

  private int x;
  private int y;
  private int rowHeight;

  void place(Panel panel, ObjectNode position) {
    var width = panel.width() * COLUMNS / Panel.COLUMNS;
    var height =
        switch (panel) {
          case Panel.Tile _ -> TILE_HEIGHT;
          case Panel.Chart _ -> CHART_HEIGHT;
        };
    if (x + width > COLUMNS) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    position.put("h", height).put("w", width).put("x", x).put("y", y);
    x += width;
    rowHeight = Math.max(rowHeight, height);
  }
}
