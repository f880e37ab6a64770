package ai.hal9.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReportMetricsTest {

  /** What is not kept would be a gap in every report. */
  @Test
  void metrics_thatReportsRead_areKept() throws ReflectiveOperationException {
    var names = new TreeSet<String>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.hal9.sim.report", "ai.hal9.sim.bench")
            .stream()
            .filter(type -> !type.isEquivalentTo(RunReport.class))
            .flatMap(type -> type.getFieldAccessesFromSelf().stream())
            .map(JavaFieldAccess::getTarget)
            .filter(target -> target.getOwner().isEquivalentTo(MetricCatalogue.class))
            .forEach(target -> names.add(target.getName()));

    assertThat(names).contains("PROCESSING_TIME");
    for (var name : names) {
      assertThat(MetricCatalogue.class.getField(name).get(null)).isIn(RunReport.METRICS);
    }
  }
}
