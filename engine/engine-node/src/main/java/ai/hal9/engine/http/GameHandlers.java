package ai.hal9.engine.http;

import ai.hal9.engine.game.GameOutcome;
import ai.hal9.engine.game.GameStatus;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.http.GameBody.Read;
import ai.hal9.engine.json.JsonBytes;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /api/games}: changes go to the node that owns the game, reading is any node's. */
final class GameHandlers {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;
  private static final int MOST_MINUTES = 1_440;

  private final Games games;
  private final RequestBody body;
  private final Reply reply;
  private final Offload offload;
  private final Forwarder forwarder;
  private final RequestBody.Consumer acting = this::acting;

  GameHandlers(Games games, RequestBody body, Reply reply, Offload offload, Forwarder forwarder) {
    this.games = games;
    this.body = body;
    this.reply = reply;
    this.offload = offload;
    this.forwarder = forwarder;
  }

  void create(HttpServerExchange exchange) {
    posted(
        exchange,
        GameBody::settings,
        settings -> games.create(settings),
        (reading, game) -> {
          reading
              .getResponseHeaders()
              .put(Headers.LOCATION, reading.getRequestPath() + "/" + game.id());
          reply.data(reading, StatusCodes.CREATED, GameJson.game(game));
        },
        settings -> new byte[0]);
  }

  void join(HttpServerExchange exchange) {
    var game = id(exchange, Endpoint.partBeforeLast(exchange));
    game.ifPresent(
        id ->
            posted(
                exchange,
                GameBody::joining,
                joining -> games.join(id, joining.player(), joining.name()),
                (reading, joined) ->
                    reply.data(reading, StatusCodes.CREATED, GameJson.joined(joined)),
                joining ->
                    new JsonBytes(128)
                        .raw("{\"player_id\":\"" + joining.player() + "\",\"name\":")
                        .quoted(joining.name())
                        .raw("}")
                        .toBytes()));
  }

  void leave(HttpServerExchange exchange) {
    var game = id(exchange, Endpoint.partBeforeLast(exchange));
    game.ifPresent(
        id ->
            posted(
                exchange,
                GameBody::player,
                player -> games.leave(id, player),
                (reading, left) -> reply.data(reading, GameJson.game(left)),
                player -> new JsonBytes(64).raw("{\"player_id\":\"" + player + "\"}").toBytes()));
  }

  void act(HttpServerExchange exchange) {
    body.read(exchange, acting);
  }

  private void acting(HttpServerExchange exchange, byte[] bytes, int length) {
    var game = id(exchange, Endpoint.partBeforeLast(exchange));
    if (game.isEmpty()) {
      return;
    }
    switch (GameBody.read(bytes, length, GameBody::action)) {
      case Read.Wrong<GameBody.Action>(var problem) -> reply.problem(exchange, problem);
      case Read.Right<GameBody.Action>(var action) -> {
        var late =
            new LateAnswer<GameOutcome<Games.Acted>>(
                exchange, reply, (answering, outcome) -> acted(answering, action, outcome));
        games.act(game.get(), action.player(), action.side(), action.round(), late);
        late.awaited();
      }
    }
  }

  private void acted(
      HttpServerExchange exchange, GameBody.Action action, GameOutcome<Games.Acted> outcome) {
    answer(
        exchange,
        outcome,
        (answering, done) -> reply.send(answering, Reply.JSON, GameJson.acted(done)),
        () ->
            new JsonBytes(128)
                .raw("{\"player_id\":\"" + action.player() + "\",\"side\":" + action.side())
                .raw(action.round() == 0 ? "}" : ",\"round\":" + action.round() + "}")
                .toBytes());
  }

  void list(HttpServerExchange exchange) {
    var status = parameter(exchange, "status");
    var known = status.flatMap(GameStatus::of);
    if (status.isPresent() && known.isEmpty()) {
      reply.problem(exchange, Problem.badField("status", "must be waiting, active or finished"));
      return;
    }
    var given = parameter(exchange, "before");
    var before = given.flatMap(GameHandlers::uuid);
    if (given.isPresent() && before.isEmpty()) {
      reply.problem(exchange, Problem.badField("before", "must be the id of a game"));
      return;
    }
    limited(
        exchange,
        MOST,
        limit -> games.list(known.orElse(null), before.orElse(null), limit),
        (page, limit) -> GameJson.page(page, limit));
  }

  void get(HttpServerExchange exchange) {
    id(exchange, Endpoint.lastPart(exchange))
        .ifPresent(
            id ->
                asked(
                    exchange,
                    () -> games.get(id),
                    (reading, game) -> reply.data(reading, GameJson.game(game))));
  }

  void gameLeaderboard(HttpServerExchange exchange) {
    id(exchange, Endpoint.partBeforeLast(exchange))
        .ifPresent(
            id ->
                limited(
                    exchange,
                    MOST,
                    limit -> games.leaderboard(id, limit),
                    (lines, limit) -> GameJson.leaderboard(lines)));
  }

  void leaderboard(HttpServerExchange exchange) {
    limited(exchange, MOST, games::leaderboard, (lines, limit) -> GameJson.leaderboard(lines));
  }

  void rounds(HttpServerExchange exchange) {
    var before = number(exchange, "before", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    var game =
        before.isEmpty() ? Optional.<UUID>empty() : id(exchange, Endpoint.partBeforeLast(exchange));
    game.ifPresent(
        id ->
            limited(
                exchange, MOST, limit -> games.rounds(id, before.get(), limit), GameJson::rounds));
  }

  void analytics(HttpServerExchange exchange) {
    limited(
        exchange, MOST_MINUTES, games::analytics, (minutes, limit) -> GameJson.analytics(minutes));
  }

  /** Reads a body, does what it asks where it may block, and answers. */
  private <B, T> void posted(
      HttpServerExchange exchange,
      GameBody.Reading<B> reading,
      Function<B, GameOutcome<T>> work,
      BiConsumer<HttpServerExchange, T> done,
      Function<B, byte[]> again) {
    body.read(
        exchange,
        (read, bytes, length) -> {
          switch (GameBody.read(bytes, length, reading)) {
            case Read.Wrong<B>(var problem) -> reply.problem(read, problem);
            case Read.Right<B>(var value) ->
                offload.run(
                    read,
                    () -> work.apply(value),
                    (answering, outcome) ->
                        answer(answering, outcome, done, () -> again.apply(value)));
          }
        });
  }

  private <T> void asked(
      HttpServerExchange exchange,
      Supplier<GameOutcome<T>> work,
      BiConsumer<HttpServerExchange, T> done) {
    offload.run(
        exchange,
        work,
        (answering, outcome) -> answer(answering, outcome, done, () -> new byte[0]));
  }

  private <T> void limited(
      HttpServerExchange exchange,
      int most,
      Function<Integer, GameOutcome<T>> work,
      BiFunction<T, Integer, Object> json) {
    number(exchange, "limit", 1, most, DEFAULT_LIMIT)
        .ifPresent(
            limit ->
                asked(
                    exchange,
                    () -> work.apply(limit),
                    (answering, found) -> reply.data(answering, json.apply(found, limit))));
  }

  private <T> void answer(
      HttpServerExchange exchange,
      GameOutcome<T> outcome,
      BiConsumer<HttpServerExchange, T> done,
      Supplier<byte[]> again) {
    switch (outcome) {
      case GameOutcome.Done<T>(var value) -> done.accept(exchange, value);
      case GameOutcome.Refused<T>(var reason, var detail) ->
          reply.problem(
              exchange,
              new Problem(
                  reason.status(),
                  reason.wireName(),
                  detail,
                  reason.status() == StatusCodes.SERVICE_UNAVAILABLE ? SOON : Duration.ZERO,
                  List.of()));
      case GameOutcome.Elsewhere<T>(var owner) -> forwarder.post(exchange, owner, again.get());
    }
  }

  /** The id in a path; answers that there is no such game when it is none. */
  private Optional<UUID> id(HttpServerExchange exchange, String part) {
    var id = uuid(part);
    if (id.isEmpty()) {
      reply.problem(exchange, Problem.notFound("There is no game of this id."));
    }
    return id;
  }

  private Optional<Integer> number(
      HttpServerExchange exchange, String name, int least, int most, int absent) {
    var given = parameter(exchange, name);
    if (given.isEmpty()) {
      return Optional.of(absent);
    }
    if (given.get().matches("\\d{1,9}")) {
      var number = Integer.parseInt(given.get());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    reply.problem(
        exchange, Problem.badField(name, "must be a whole number from " + least + " to " + most));
    return Optional.empty();
  }

  private static Optional<String> parameter(HttpServerExchange exchange, String name) {
    var given = exchange.getQueryParameters().get(name);
    return given == null ? Optional.empty() : Optional.ofNullable(given.peekFirst());
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
