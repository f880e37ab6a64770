package ai.hal9.engine.audit;

import ai.hal9.api.tuning.TuningVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some changes, newest first.
 *
 * @param changes what was asked for
 * @param next where the next page begins, or null after the last one
 */
public record AuditPage(List<TuningVersion> changes, @Nullable AuditCursor next)
    implements AuditReading {

  public AuditPage {
    changes = List.copyOf(changes);
  }
}
