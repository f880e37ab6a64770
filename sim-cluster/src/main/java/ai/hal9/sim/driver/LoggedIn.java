package ai.hal9.sim.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.sim.SimException;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.RequestTemplate;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.trust.HomeTrust;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The users a run is under way as. Those it has registered itself are known by their cluster's
 * secret: the next run against it derives the same names and passwords, and logs in.
 *
 * @param users may be none
 * @param ending logs out whom the run has logged in
 */
record LoggedIn(List<LoadUser> users, Runnable ending) implements AutoCloseable {

  private static final LoggedIn NOBODY = new LoggedIn(List.of(), () -> {});

  /** As many as three nodes with the usual rate limits could serve at once. */
  private static final int MOST = 32;

  private static final int AT_ONCE = 4;
  private static final int RANDOM_BYTES = 32;
  private static final int TAG = 8;

  LoggedIn {
    users = List.copyOf(users);
  }

  /**
   * Finds out who a run's users are, and logs them in where that is needed.
   *
   * @throws SimException when the target takes none of them, or wants to know whom it serves and
   *     there is nobody to name
   */
  static LoggedIn of(RunUsers users, ClusterAddress target, Scenario scenario)
      throws InterruptedException {
    if (scenario.mix().stream().allMatch(RequestTemplate::authorized)) {
      return NOBODY;
    }
    try (var http = HomeTrust.client()) {
      var api = new AuthApi(http, target.url());
      return switch (users) {
        case RunUsers.Given(var tokens) -> with(tokens, api);
        case RunUsers.Own _ when api.demandsUsers() -> own(target, scenario.data().users(), api);
        case RunUsers.Nobody _ when api.demandsUsers() ->
            throw new SimException(
                SimException.Code.UNREACHABLE,
                "%s serves known users only; name a file with tokens or API keys by"
                        .formatted(target.url())
                    + " --user-token-file, or put one into "
                    + RunUsers.VARIABLE);
        case RunUsers.Own _, RunUsers.Nobody _ -> NOBODY;
      };
    }
  }

  /** Those whose tokens these are; they stay logged in. */
  private static LoggedIn with(List<String> tokens, AuthApi api) throws InterruptedException {
    var users = new ArrayList<LoadUser>();
    for (var token : tokens) {
      users.add(new LoadUser(api.idOf(token), token));
    }
    return new LoggedIn(users, () -> {});
  }

  /**
   * Users of the run's own.
   *
   * @param most no more than so many
   */
  private static LoggedIn own(ClusterAddress target, int most, AuthApi api)
      throws InterruptedException {
    var secret = secret(target);
    var tag = derived(secret, "names").substring(0, TAG);
    var names =
        IntStream.rangeClosed(1, Math.min(most, MOST))
            .mapToObj(i -> "hal9-run-%s-%d".formatted(tag, i))
            .toList();
    var first = names.getFirst();
    var password = derived(secret, first);
    var known = api.login(first, password);
    var users = new ArrayList<LoadUser>();
    users.add(known.isPresent() ? known.get() : api.register(first, password));
    List<Callable<LoadUser>> others =
        names.stream()
            .skip(1)
            .<Callable<LoadUser>>map(
                name -> () -> entered(api, name, derived(secret, name), known.isPresent()))
            .toList();
    users.addAll(all(others));
    return new LoggedIn(users, () -> logOut(target, users));
  }

  /** Asks first for what is likely: a wrong password counts against this machine's address. */
  private static LoadUser entered(AuthApi api, String name, String password, boolean known)
      throws InterruptedException {
    var user = known ? api.login(name, password) : api.registered(name, password);
    if (user.isPresent()) {
      return user.get();
    }
    return known
        ? api.register(name, password)
        : api.login(name, password).orElseThrow(() -> AuthApi.refused(name));
  }

  private static List<LoadUser> all(List<Callable<LoadUser>> entries) throws InterruptedException {
    var users = new ArrayList<LoadUser>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (Future<LoadUser> entered : threads.invokeAll(entries)) {
        users.add(entered.get());
      }
      return users;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SimException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void logOut(ClusterAddress target, List<LoadUser> users) {
    try (var http = HomeTrust.client()) {
      var api = new AuthApi(http, target.url());
      users.forEach(user -> api.logOut(user.token()));
    }
  }

  /** A target without one is a stranger the next time. */
  private static byte[] secret(ClusterAddress target) {
    if (!target.token().isEmpty()) {
      return target.token().getBytes(UTF_8);
    }
    var random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static String derived(byte[] secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ending.run();
  }
}
