package ai.hal9.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ENGINE = "ai.hal9.engine.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hal9.engine");

  @Test
  void spring_isKnownToBootAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE + "boot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("every part is built by its constructor and could live without Spring")
        .check(CLASSES);
  }

  @Test
  void boot_isUsedByNobody() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE + "boot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ENGINE + "boot..")
        .because("wiring knows the parts, the parts do not know the wiring")
        .check(CLASSES);
  }

  @Test
  void http_reachesSignalsThroughTheirService() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE + "http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ENGINE + "store..",
            ENGINE + "cache..",
            ENGINE + "neuron..",
            "java.sql..",
            "io.lettuce..")
        .because("what answers a signal is the pipeline's matter, behind SignalService")
        .check(CLASSES);
  }

  @Test
  void undertow_isKnownToHttpAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE + "http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.undertow..", "org.xnio..")
        .because("the server can be replaced in one package")
        .check(CLASSES);
  }

  @Test
  void packages_formNoCycle() {
    slices()
        .matching(ENGINE + "(*)..")
        .should()
        .beFreeOfCycles()
        .because("a package is understood alone")
        .check(CLASSES);
  }
}
