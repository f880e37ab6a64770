package ai.hal9.dashboards.alert;

import ai.hal9.dashboards.expression.Value;
import java.time.Instant;

/**
 * An alert whose condition holds on a node now.
 *
 * @param rule which
 * @param node where
 * @param since when the condition began to hold
 * @param firing whether it has held long enough; else it is pending
 * @param value what the condition's expression gave last
 */
public record ActiveAlert(
    AlertRule rule, String node, Instant since, boolean firing, Value value) {}
