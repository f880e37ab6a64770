package ai.hal9.engine.audit;

import ai.hal9.api.tuning.TuningScope;
import org.jspecify.annotations.Nullable;

/**
 * Which changes to tell of.
 *
 * @param scope of this scope alone, or of both when null
 * @param parameter those that set this parameter alone, or all when null
 * @param before what comes after this in the list, newest first; from the newest when null
 * @param limit so many at most; positive
 */
public record AuditQuery(
    @Nullable TuningScope scope,
    @Nullable String parameter,
    @Nullable AuditCursor before,
    int limit) {

  public AuditQuery {
    if (limit <= 0) {
      throw new IllegalArgumentException("a page has at least one change, not " + limit);
    }
  }
}
