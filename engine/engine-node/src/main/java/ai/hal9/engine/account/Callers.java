package ai.hal9.engine.account;

import org.jspecify.annotations.Nullable;

/** Tells whose a token is. */
public interface Callers {

  /** What a token is worth. */
  sealed interface Verdict {
    /** It is this caller's. */
    record Known(Caller caller) implements Verdict {}

    /** It is nobody's: never was, expired or revoked. */
    record Unknown() implements Verdict {}

    /** It cannot be told now. */
    record Unavailable() implements Verdict {}
  }

  /**
   * The caller, if this node looked the token up within the last second; a look into a map, never
   * blocks.
   *
   * @param authorization the whole value of a request's {@code Authorization}
   */
  @Nullable Caller lately(String authorization);

  /** Looks the token up; blocks. */
  Verdict find(String authorization);

  /** Knows nobody: for a node without users. */
  static Callers nobody() {
    return new Callers() {
      @Override
      public @Nullable Caller lately(String authorization) {
        return null;
      }

      @Override
      public Verdict find(String authorization) {
        return new Verdict.Unknown();
      }
    };
  }
}
