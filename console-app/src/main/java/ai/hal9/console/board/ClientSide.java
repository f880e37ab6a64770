package ai.hal9.console.board;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Selection;
import java.util.List;
import java.util.Optional;

/** What a load generator sees of something the nodes tell. */
final class ClientSide {

  private static final Expression COMPLETED =
      new Expression.Rate(
          List.of(Selection.of(MetricCatalogue.CLIENT_REQUESTS).where("outcome", "completed")));

  private ClientSide() {}

  /** The same on the client's side; empty where that means nothing. */
  static Optional<Expression> of(Expression server) {
    return switch (server) {
      case Expression.Percentile(var percentile, var of)
          when of.metric().equals(MetricCatalogue.PROCESSING_TIME) ->
          Optional.of(
              new Expression.Percentile(
                  percentile, Selection.of(MetricCatalogue.CLIENT_RESPONSE_TIME)));
      case Expression.Rate rate
          when rate.of().equals(List.of(Selection.of(MetricCatalogue.SIGNALS_PROCESSED))) ->
          Optional.of(COMPLETED);
      case Expression.Percentile _,
          Expression.Rate _,
          Expression.RateRatio _,
          Expression.Gauge _,
          Expression.GaugeRatio _ ->
          Optional.empty();
    };
  }
}
