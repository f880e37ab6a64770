package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;

import ai.hal9.engine.shard.ShardList;
import io.undertow.server.HttpServerExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /api/v1/shards}: the shards, and how many users and rows each has. */
final class ShardHandlers {

  private final ShardList shards;
  private final Reply reply;
  private final Offload offload;

  ShardHandlers(ShardList shards, Reply reply, Offload offload) {
    this.shards = shards;
    this.reply = reply;
    this.offload = offload;
  }

  List<Endpoint> endpoints() {
    return List.of(get("/api/v1/shards", this::list).forTheTrusted());
  }

  private void list(HttpServerExchange exchange) {
    offload.run(exchange, shards::count, this::tell);
  }

  private void tell(HttpServerExchange exchange, ShardList.State state) {
    var data = new LinkedHashMap<String, Object>();
    data.put("map_version", state.version());
    if (state.movingTo() >= 0) {
      data.put("moving_to", state.movingTo());
    }
    data.put("shards", state.shards().stream().map(ShardHandlers::shard).toList());
    reply.data(exchange, data);
  }

  private static Map<String, Object> shard(ShardList.Shard shard) {
    var data = new LinkedHashMap<String, Object>();
    data.put("id", shard.id());
    data.put("up", shard.up());
    data.put("slots", shard.slots());
    if (shard.rows() >= 0) {
      data.put("rows", shard.rows());
      data.put("users", shard.users());
    }
    return data;
  }
}
