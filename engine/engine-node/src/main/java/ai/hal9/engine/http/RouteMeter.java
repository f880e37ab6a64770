package ai.hal9.engine.http;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times the requests of one endpoint as they end; one instance serves them all. */
final class RouteMeter implements ExchangeCompletionListener {

  private static final int STATUSES = 600;

  private final Meters meters;
  private final String method;
  private final String route;
  private final Meters.Timing duration;
  private final LongAdder active;
  private final AtomicReferenceArray<Meters.Count> byStatus = new AtomicReferenceArray<>(STATUSES);

  RouteMeter(Meters meters, String method, String route, LongAdder active) {
    this.meters = meters;
    this.method = method;
    this.route = route;
    this.duration = meters.timing(MetricCatalogue.HTTP_DURATION, route);
    this.active = active;
  }

  @Override
  public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
    active.decrement();
    var now = System.nanoTime();
    duration.recordNanos(now - exchange.getRequestStartTime());
    var spans = exchange.getAttachment(TraceParent.SPANS);
    if (spans != null) {
      spans.end(method, route, exchange.getStatusCode(), now);
    }
    count(exchange.getStatusCode()).increment();
    next.proceed();
  }

  private Meters.Count count(int status) {
    var known = byStatus.get(status);
    if (known == null) {
      known = meters.count(MetricCatalogue.HTTP_REQUESTS, method, route, Integer.toString(status));
      byStatus.set(status, known);
    }
    return known;
  }
}
