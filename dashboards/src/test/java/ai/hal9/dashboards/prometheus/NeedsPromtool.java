package ai.hal9.dashboards.prometheus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that asks Prometheus' own promtool, and is left out, with a word, where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("promtool")
@ExtendWith(PromtoolCondition.class)
@interface NeedsPromtool {}
