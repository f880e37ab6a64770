package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.post;

import ai.hal9.engine.signal.CacheWarming;
import ai.hal9.engine.tuning.LiveTuning;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code /api/v1/cache/warm}: fills this node's cache, {@code ?keys=N}, and says how far it is. */
final class WarmHandlers {

  private static final int MOST = 1_000_000;

  private final CacheWarming warming;
  private final LiveTuning tuning;
  private final Reply reply;

  WarmHandlers(CacheWarming warming, LiveTuning tuning, Reply reply) {
    this.warming = warming;
    this.tuning = tuning;
    this.reply = reply;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get("/api/v1/cache/warm", this::progress).forTheTrusted(),
        post("/api/v1/cache/warm", this::begin).forTheTrusted());
  }

  private void begin(HttpServerExchange exchange) {
    var given = exchange.getQueryParameters().get("keys");
    var text = given == null ? "" : String.valueOf(given.peekFirst());
    if (!text.isEmpty() && (!text.matches("\\d{1,7}") || outside(Integer.parseInt(text)))) {
      reply.problem(exchange, Problem.badField("keys", "must be a whole number from 1 to " + MOST));
      return;
    }
    var keys = text.isEmpty() ? tuning.current().cache().warmKeys() : Integer.parseInt(text);
    if (warming.begin(keys)) {
      exchange.setStatusCode(StatusCodes.ACCEPTED);
      progress(exchange);
    } else {
      reply.problem(
          exchange,
          Problem.of(StatusCodes.CONFLICT, "already-warming", "A warming is under way already."));
    }
  }

  private void progress(HttpServerExchange exchange) {
    var progress = warming.progress();
    var data = new LinkedHashMap<String, Object>();
    data.put("target", progress.target());
    data.put("answers", progress.answers());
    data.put("states", progress.states());
    data.put("running", progress.running());
    data.put("milliseconds", progress.milliseconds());
    if (!progress.problem().isEmpty()) {
      data.put("problem", progress.problem());
    }
    reply.data(exchange, data);
  }

  private static boolean outside(int keys) {
    return keys < 1 || keys > MOST;
  }
}
