package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.telemetry.NodeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/auth/…} of a target. No text of it ever says a token or a password. */
final class AuthApi {

  private static final Logger LOG = LoggerFactory.getLogger(AuthApi.class);
  private static final String BASE = "/api/v1/auth/";

  /** Never a signal's, so that nothing is found and nothing changed. */
  private static final String NO_SIGNAL = "/api/v1/signals/00000000-0000-0000-0000-000000000000";

  /** Passwords are hashed slowly, and one after another. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String url;

  AuthApi(HttpClient http, URI target) {
    this.http = http;
    this.url = target.toString().replaceAll("/+$", "");
  }

  /** Whether who shows no token is refused; what gives no answer does not say so. */
  boolean demandsUsers() throws InterruptedException {
    try {
      return http.send(request(NO_SIGNAL).build(), BodyHandlers.discarding()).statusCode() == 401;
    } catch (IOException e) {
      LOG.debug("{} does not say whom it serves", url, e);
      return false;
    }
  }

  /**
   * The id of the user whose token or API key this is.
   *
   * @throws SimException when it is nobody's
   */
  String idOf(String token) throws InterruptedException {
    var answer = NodeAnswer.to(withToken("profile", token).build(), http);
    if (answer.status() != 200) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "%s does not take a user's token that was given (%d: %s)"
              .formatted(url, answer.status(), answer.reason()));
    }
    return answer.data().path("user_id").asString();
  }

  /** Logs in; empty when there is no such user. */
  Optional<LoadUser> login(String name, String password) throws InterruptedException {
    return entered(name, "login", password, 401);
  }

  /** Registers a user, who is logged in by that; empty when there is one already. */
  Optional<LoadUser> registered(String name, String password) throws InterruptedException {
    return entered(name, "register", password, 409);
  }

  /**
   * Registers a user, who is logged in by that.
   *
   * @throws SimException when there is one already
   */
  LoadUser register(String name, String password) throws InterruptedException {
    return registered(name, password).orElseThrow(() -> refused(name));
  }

  static SimException refused(String name) {
    return new SimException(
        SimException.Code.UNREACHABLE,
        "there is a user %s already, with another password; give a user's token by".formatted(name)
            + " --user-token-file");
  }

  private Optional<LoadUser> entered(String name, String how, String password, int unless)
      throws InterruptedException {
    var body = SimJson.LINE.writeValueAsString(Map.of("username", name, "password", password));
    var answer =
        NodeAnswer.to(
            request(BASE + how)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            http);
    if (answer.status() == unless) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          "%s serves known users only, and does not %s one of the run's own (%d: %s)"
              .formatted(
                  url, how.equals("login") ? "log in" : how, answer.status(), answer.reason()));
    }
    var data = answer.data();
    return Optional.of(
        new LoadUser(
            data.path("user").path("user_id").asString(), data.path("access_token").asString()));
  }

  /** Ends a session; where that fails, its time does. */
  void logOut(String token) {
    try {
      var _ =
          NodeAnswer.to(
              withToken("logout", token).POST(HttpRequest.BodyPublishers.noBody()).build(), http);
    } catch (SimException e) {
      LOG.debug("a session ends by itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest.Builder withToken(String what, String token) {
    return request(BASE + what).header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
  }
}
