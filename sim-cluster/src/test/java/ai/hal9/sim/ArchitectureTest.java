package ai.hal9.sim;

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
          .importPackages("ai.hal9.sim");

  @Test
  void engine_isAProcess_notALibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.hal9.engine..")
        .because("a cluster starts nodes as processes and knows them by their HTTP alone")
        .check(CLASSES);
  }

  @Test
  void spring_isNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("Spring wires the engine node and nothing else")
        .check(CLASSES);
  }

  @Test
  void commands_areOnTop() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ai.hal9.sim.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.hal9.sim.command..")
        .because("what a command does can be done by a test or a window too")
        .check(CLASSES);
  }

  @Test
  void picocli_staysInCommands() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ai.hal9.sim.command..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .because("the command line is one way in of several")
        .check(CLASSES);
  }

  @Test
  void supervisor_isAProcess_notALibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("ai.hal9.sim.supervisor..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.hal9.sim.supervisor..")
        .because("its death with its owner is only sure in a process of its own")
        .check(CLASSES);
  }

  @Test
  void clusters_knowNoLoad() {
    noClasses()
        .that()
        .resideInAnyPackage("ai.hal9.sim.cluster..", "ai.hal9.sim.supervisor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ai.hal9.sim.load..",
            "ai.hal9.sim.generator..",
            "ai.hal9.sim.scenario..",
            "ai.hal9.sim.report..")
        .because("a cluster runs whether or not somebody loads it")
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices()
        .matching("ai.hal9.sim.(*)..")
        .should()
        .beFreeOfCycles()
        .because("each package can be read and tested with what is below it alone")
        .check(CLASSES);
  }
}
