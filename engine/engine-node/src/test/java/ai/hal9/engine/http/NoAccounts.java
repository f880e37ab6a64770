package ai.hal9.engine.http;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.account.ApiKey;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.account.Outcome;
import ai.hal9.engine.account.User;
import ai.hal9.engine.session.Session;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cluster that knows nobody, and where nobody can register. */
class NoAccounts implements Accounts {

  private static <T> Outcome<T> none() {
    return new Outcome.Refused<>(Outcome.Reason.NOT_FOUND, "There is nobody here.", Duration.ZERO);
  }

  @Override
  public @Nullable Caller lately(String authorization) {
    return null;
  }

  @Override
  public Verdict find(String authorization) {
    return new Verdict.Unknown();
  }

  @Override
  public Outcome<LoggedIn> register(
      String username, String password, String displayName, InetAddress client) {
    return none();
  }

  @Override
  public Outcome<LoggedIn> login(String username, String password, InetAddress client) {
    return none();
  }

  @Override
  public Outcome<Integer> logout(Caller caller) {
    return none();
  }

  @Override
  public Outcome<Integer> logoutEverywhere(Caller caller) {
    return none();
  }

  @Override
  public boolean exists(UUID user) {
    return false;
  }

  @Override
  public Outcome<User> profile(Caller caller) {
    return none();
  }

  @Override
  public Outcome<User> rename(Caller caller, String displayName) {
    return none();
  }

  @Override
  public Outcome<Integer> changePassword(
      Caller caller, String current, String replacement, InetAddress client) {
    return none();
  }

  @Override
  public Outcome<List<Session>> sessions(Caller caller) {
    return none();
  }

  @Override
  public Outcome<Integer> revokeSession(Caller caller, UUID session) {
    return none();
  }

  @Override
  public Outcome<ApiKey.Made> makeKey(Caller caller, String name) {
    return none();
  }

  @Override
  public Outcome<List<ApiKey>> keys(Caller caller) {
    return none();
  }

  @Override
  public Outcome<Integer> revokeKey(Caller caller, UUID key) {
    return none();
  }

  @Override
  public void close() {}
}
