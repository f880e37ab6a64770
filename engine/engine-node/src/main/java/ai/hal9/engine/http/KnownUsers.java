package ai.hal9.engine.http;

import ai.hal9.engine.account.Accounts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which names are those of users. A client who shows no token may call itself anything else: what
 * is told under a user's name, the user takes for their own.
 */
final class KnownUsers {

  private static final int ID_LENGTH = 36;

  private final @Nullable Accounts accounts;

  KnownUsers(@Nullable Accounts accounts) {
    this.accounts = accounts;
  }

  /** Whether a name may be a user's, which {@link #contains} tells; costs nothing. */
  boolean possible(@Nullable String name) {
    return accounts != null && name != null && name.length() == ID_LENGTH;
  }

  /** Whether a name is a user's. May ask Redis and PostgreSQL, and throws when they are away. */
  boolean contains(String name) {
    var known = accounts;
    if (known == null || !possible(name)) {
      return false;
    }
    try {
      return known.exists(UUID.fromString(name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
