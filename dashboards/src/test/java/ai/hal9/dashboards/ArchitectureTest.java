package ai.hal9.dashboards;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hal9.dashboards");

  @Test
  void dashboards_knowTheContractAndNoWindow() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "ai.hal9.dashboards..",
            "ai.hal9.api..",
            "java..",
            "tools.jackson..",
            "picocli..",
            "org.jspecify..")
        .because("a dashboard is data, which a window, a file and a test read alike")
        .check(CLASSES);
  }

  @Test
  void picocli_staysInCommands() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ai.hal9.dashboards.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .because("the command line is one way in of several")
        .check(CLASSES);
  }

  @Test
  void model_knowsExpressionsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("ai.hal9.dashboards.expression..", "ai.hal9.dashboards.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ai.hal9.dashboards.catalog..",
            "ai.hal9.dashboards.alert..",
            "ai.hal9.dashboards.prometheus..",
            "ai.hal9.dashboards.grafana..",
            "ai.hal9.dashboards.command..")
        .because("what a dashboard is does not depend on which there are or where they go")
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices()
        .matching("ai.hal9.dashboards.(*)..")
        .should()
        .beFreeOfCycles()
        .because("each package can be read and tested with what is below it alone")
        .check(CLASSES);
  }
}
