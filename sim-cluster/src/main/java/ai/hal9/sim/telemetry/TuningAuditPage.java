package ai.hal9.sim.telemetry;

import ai.hal9.api.tuning.TuningVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the changes of a cluster's tuning, newest first, as PostgreSQL keeps them.
 *
 * @param changes what was changed
 * @param next asks for the page after this one, or null after the last
 */
public record TuningAuditPage(List<TuningVersion> changes, @Nullable String next) {

  public TuningAuditPage {
    changes = List.copyOf(changes);
  }
}
