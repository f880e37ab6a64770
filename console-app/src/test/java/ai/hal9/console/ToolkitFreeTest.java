package ai.hal9.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ToolkitFreeTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hal9.console");

  @Test
  void telemetryAndItsHistory_knowNoToolkit() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "ai.hal9.console.source..", "ai.hal9.console.series..", "ai.hal9.console.effect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javafx..", "io.fair_acc..", "atlantafx..", "org.kordamp..", "java.awt..")
        .because("they run without a display, and their tests without a toolkit")
        .check(CLASSES);
  }

  @Test
  void history_doesNotKnowWhereItComesFrom() {
    noClasses()
        .that()
        .resideInAPackage("ai.hal9.console.series..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.hal9.console.source..", "ai.hal9.console.effect..")
        .because("a live cluster, a recording and a test fill it alike")
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices()
        .matching("ai.hal9.console.(*)..")
        .should()
        .beFreeOfCycles()
        .because("each package can be read and tested with what is below it alone")
        .check(CLASSES);
  }
}
