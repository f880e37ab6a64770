package ai.hal9.stores;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hal9.stores");

  @Test
  void packages_ofThisModule_formNoCycle() {
    slices()
        .matching("ai.hal9.stores.(*)..")
        .should()
        .beFreeOfCycles()
        .because("each can then be read with what it stands on alone")
        .check(CLASSES);
  }

  @Test
  void servers_areStarted_bySpawnersAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("..postgres..", "..redis..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .because("a process started otherwise outlives a killed JVM")
        .check(CLASSES);
  }
}
