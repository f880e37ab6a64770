package ai.hal9.engine.http;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.account.ApiKey;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.account.User;
import ai.hal9.engine.session.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What users are told of their account. */
final class AuthAnswers {

  private AuthAnswers() {}

  static Object loggedIn(Accounts.LoggedIn login) {
    var data = new LinkedHashMap<String, Object>();
    data.put("access_token", login.token().text());
    data.put("token_type", "Bearer");
    data.put("expires_in", login.life().toSeconds());
    data.put("user", user(login.user()));
    return data;
  }

  static Map<String, Object> user(User user) {
    var data = new LinkedHashMap<String, Object>();
    data.put("user_id", user.id());
    data.put("username", user.username());
    data.put("display_name", user.displayName());
    data.put("created_at", user.createdAt().toString());
    return data;
  }

  static Object revoked(int count) {
    return Map.of("revoked", count);
  }

  static Object sessions(List<Session> sessions, Caller caller) {
    return sessions.stream()
        .map(
            session ->
                Map.of(
                    "id", session.id(),
                    "region", session.region(),
                    "created_at", session.createdAt().toString(),
                    "current", session.id().equals(caller.credential())))
        .toList();
  }

  static Object made(ApiKey.Made made) {
    var data = key(made.key());
    data.put("api_key", made.text());
    return data;
  }

  static Object keys(List<ApiKey> keys) {
    return keys.stream().map(AuthAnswers::key).toList();
  }

  private static Map<String, Object> key(ApiKey key) {
    var data = new LinkedHashMap<String, Object>();
    data.put("id", key.id());
    data.put("name", key.name());
    data.put("prefix", key.prefix());
    data.put("created_at", key.createdAt().toString());
    var used = key.lastUsedAt();
    data.put("last_used_at", used == null ? null : used.toString());
    return data;
  }
}
