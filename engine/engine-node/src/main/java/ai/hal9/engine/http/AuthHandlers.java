package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.delete;
import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.patch;
import static ai.hal9.engine.http.Endpoint.post;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.account.Outcome;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /api/v1/auth/…}: what users do with their account. */
final class AuthHandlers {

  private static final String BASE = "/api/v1/auth/";

  private final Accounts accounts;
  private final Entrance entrance;
  private final ClientAddress addresses;
  private final RequestBody body;
  private final Reply reply;
  private final Offload offload;

  private AuthHandlers(
      Accounts accounts,
      Entrance entrance,
      ClientAddress addresses,
      RequestBody body,
      Reply reply,
      Offload offload) {
    this.accounts = accounts;
    this.entrance = entrance;
    this.addresses = addresses;
    this.body = body;
    this.reply = reply;
    this.offload = offload;
  }

  static List<Endpoint> endpoints(
      NodeApi.Auth auth,
      Entrance entrance,
      ClientAddress addresses,
      RequestBody body,
      Reply reply,
      Offload offload) {
    var accounts = auth.accounts();
    if (accounts == null) {
      HttpHandler none =
          exchange ->
              reply.problem(
                  exchange,
                  Problem.of(
                      StatusCodes.SERVICE_UNAVAILABLE,
                      "no-users",
                      "This node has no users: session.key_file is not set."));
      var counted = entrance.beforeStrangers(none);
      return List.of(post(BASE + "{id}", counted), get(BASE + "{id}", counted));
    }
    var routes = new AuthHandlers(accounts, entrance, addresses, body, reply, offload);
    return routes.all();
  }

  private List<Endpoint> all() {
    return List.of(
        post(BASE + "register", entrance.beforeStrangers(this::register)),
        post(BASE + "login", entrance.beforeStrangers(this::login)),
        post(BASE + "logout", session(accounts::logout, AuthAnswers::revoked)),
        post(BASE + "logout/everywhere", session(accounts::logoutEverywhere, AuthAnswers::revoked)),
        get(BASE + "profile", this::profile),
        patch(BASE + "profile", this::rename),
        post(BASE + "password", this::changePassword),
        get(BASE + "sessions", sessions()),
        delete(BASE + "sessions/{id}", byId(accounts::revokeSession)),
        post(BASE + "api-keys", this::makeKey),
        get(BASE + "api-keys", session(accounts::keys, AuthAnswers::keys)),
        delete(BASE + "api-keys/{id}", byId(accounts::revokeKey)));
  }

  private void register(HttpServerExchange exchange) {
    read(
        exchange,
        fields -> {
          var username = fields.text("username");
          var password = fields.text("password");
          var name = fields.optional("display_name");
          var client = addresses.of(exchange);
          return () -> accounts.register(username, password, name, client);
        },
        AuthAnswers::loggedIn);
  }

  private void login(HttpServerExchange exchange) {
    read(
        exchange,
        fields -> {
          var username = fields.text("username");
          var password = fields.text("password");
          var client = addresses.of(exchange);
          return () -> accounts.login(username, password, client);
        },
        AuthAnswers::loggedIn);
  }

  private void profile(HttpServerExchange exchange) throws Exception {
    entrance.demand(
        exchange,
        (known, caller) ->
            offload.run(known, () -> accounts.profile(caller), answering(AuthAnswers::user)));
  }

  private void rename(HttpServerExchange exchange) throws Exception {
    demandSession(
        exchange,
        (known, caller) ->
            read(
                known,
                fields -> {
                  var name = fields.text("display_name");
                  return () -> accounts.rename(caller, name);
                },
                AuthAnswers::user));
  }

  private void changePassword(HttpServerExchange exchange) throws Exception {
    demandSession(
        exchange,
        (known, caller) ->
            read(
                known,
                fields -> {
                  var current = fields.text("current_password");
                  var replacement = fields.text("new_password");
                  var client = addresses.of(known);
                  return () -> accounts.changePassword(caller, current, replacement, client);
                },
                AuthAnswers::revoked));
  }

  private void makeKey(HttpServerExchange exchange) throws Exception {
    demandSession(
        exchange,
        (known, caller) ->
            read(
                known,
                fields -> {
                  var name = fields.text("name");
                  return () -> accounts.makeKey(caller, name);
                },
                AuthAnswers::made));
  }

  private HttpHandler sessions() {
    return exchange ->
        demandSession(
            exchange,
            (known, caller) ->
                offload.run(
                    known,
                    () -> accounts.sessions(caller),
                    answering(sessions -> AuthAnswers.sessions(sessions, caller))));
  }

  /** A route that does something for the caller's session and needs no body. */
  private <T> HttpHandler session(Function<Caller, Outcome<T>> work, Function<T, Object> told) {
    return exchange ->
        demandSession(
            exchange,
            (known, caller) -> offload.run(known, () -> work.apply(caller), answering(told)));
  }

  /** A route that does something with the thing whose id ends the path. */
  private HttpHandler byId(BiFunction<Caller, UUID, Outcome<Integer>> work) {
    return exchange ->
        demandSession(
            exchange,
            (known, caller) ->
                id(known)
                    .ifPresentOrElse(
                        id ->
                            offload.run(
                                known,
                                () -> work.apply(caller, id),
                                answering(AuthAnswers::revoked)),
                        () -> reply.problem(known, Problem.notFound("There is no such id."))));
  }

  /** Goes on for a session alone: a program's key must not make itself more keys. */
  private void demandSession(
      HttpServerExchange exchange, BiConsumer<HttpServerExchange, Caller> then) throws Exception {
    entrance.demand(
        exchange,
        (known, caller) -> {
          if (caller.kind() != Caller.Kind.SESSION) {
            reply.problem(
                known,
                Problem.of(
                    StatusCodes.FORBIDDEN,
                    "session-needed",
                    "Log in: an API key may not do this."));
          } else {
            then.accept(known, caller);
          }
        });
  }

  /** Reads the body's fields, does on a virtual thread what they ask for, and answers. */
  private <T> void read(
      HttpServerExchange exchange,
      Function<AuthBody, Supplier<Outcome<T>>> asked,
      Function<T, Object> told) {
    body.read(
        exchange,
        (reading, bytes, length) -> {
          var fields = AuthBody.read(bytes, length);
          var work = asked.apply(fields);
          var problem = fields.problem();
          if (problem == null) {
            offload.run(reading, work, answering(told));
          } else {
            reply.problem(reading, problem);
          }
        });
  }

  private <T> BiConsumer<HttpServerExchange, Outcome<T>> answering(Function<T, Object> told) {
    return (exchange, outcome) -> {
      switch (outcome) {
        case Outcome.Done<T>(var value) -> reply.secret(exchange, told.apply(value));
        case Outcome.Refused<T>(var reason, var message, var retryAfter) ->
            reply.problem(
                exchange,
                new Problem(reason.status(), name(reason), message, retryAfter, List.of()));
      }
    };
  }

  private static Optional<UUID> id(HttpServerExchange exchange) {
    try {
      return Optional.of(UUID.fromString(Endpoint.lastPart(exchange)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(Outcome.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
