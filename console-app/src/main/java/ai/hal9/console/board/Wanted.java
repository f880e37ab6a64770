package ai.hal9.console.board;

import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.SloProfile;

/**
 * What somebody wants to see of a dashboard.
 *
 * @param scope whom all panels are about
 * @param window what charts show
 * @param moment what tiles show
 * @param profile what tiles are held against
 */
record Wanted(Dashboard dashboard, Scope scope, Window window, Moment moment, SloProfile profile) {}
