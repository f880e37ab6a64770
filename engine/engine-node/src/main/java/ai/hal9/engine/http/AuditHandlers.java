package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.engine.audit.AuditCursor;
import ai.hal9.engine.audit.AuditPage;
import ai.hal9.engine.audit.AuditQuery;
import ai.hal9.engine.audit.AuditReading;
import ai.hal9.engine.audit.TuningAudit;
import io.undertow.server.HttpServerExchange;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/tuning/history?scope=&parameter=&before=&limit=}: every change there ever was,
 * newest first; {@code next} of a page is {@code before} of the next one.
 */
final class AuditHandlers {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final TuningAudit audit;
  private final Reply reply;
  private final Offload offload;

  AuditHandlers(TuningAudit audit, Reply reply, Offload offload) {
    this.audit = audit;
    this.reply = reply;
    this.offload = offload;
  }

  List<Endpoint> endpoints() {
    return List.of(get("/api/v1/tuning/history", this::history).forTheTrusted());
  }

  private void history(HttpServerExchange exchange) {
    switch (query(exchange)) {
      case Asked.Right(var query) -> offload.run(exchange, () -> audit.page(query), this::tell);
      case Asked.Wrong(var problem) -> reply.problem(exchange, problem);
    }
  }

  /** What was asked. */
  private sealed interface Asked {
    record Right(AuditQuery query) implements Asked {}

    record Wrong(Problem problem) implements Asked {}
  }

  private static Asked query(HttpServerExchange exchange) {
    var scope = parameter(exchange, "scope");
    if (scope != null && !scope.equals("node") && !scope.equals("cluster")) {
      return new Asked.Wrong(Problem.badField("scope", "must be node or cluster"));
    }
    var given = parameter(exchange, "before");
    var before = given == null ? null : AuditCursor.parse(given).orElse(null);
    if (given != null && before == null) {
      return new Asked.Wrong(Problem.badField("before", "must be the next of a page"));
    }
    var limit = parameter(exchange, "limit");
    var most = limit == null ? USUAL : limit.matches("\\d{1,3}") ? Integer.parseInt(limit) : 0;
    if (most < 1 || most > MOST) {
      return new Asked.Wrong(Problem.badField("limit", "must be a whole number from 1 to " + MOST));
    }
    return new Asked.Right(
        new AuditQuery(
            scope == null ? null : scope.equals("node") ? TuningScope.NODE : TuningScope.CLUSTER,
            parameter(exchange, "parameter"),
            before,
            most));
  }

  private void tell(HttpServerExchange exchange, AuditReading reading) {
    switch (reading) {
      case AuditPage page -> reply.data(exchange, json(page));
      case AuditReading.Unavailable(var reason) ->
          reply.problem(exchange, Problem.unavailable("store-unavailable", reason));
    }
  }

  private static Object json(AuditPage page) {
    var data = new LinkedHashMap<String, Object>();
    data.put("changes", page.changes().stream().map(TuningHandlers::version).toList());
    var next = page.next();
    if (next != null) {
      data.put("next", next.toString());
    }
    return data;
  }

  private static @Nullable String parameter(HttpServerExchange exchange, String name) {
    var given = exchange.getQueryParameters().get(name);
    return given == null ? null : given.peekFirst();
  }
}
