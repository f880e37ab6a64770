package ai.hal9.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ApiKnowsNobodyTest {

  private static final JavaClasses API =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hal9.api");

  @Test
  void api_anyClass_knowsOnlyJavaJacksonAndHdrHistogram() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "ai.hal9.api..",
            "java..",
            "javax.net.ssl..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.HdrHistogram..",
            "org.jspecify..")
        .because("every module compiles against the contract, so what it needs all would need")
        .check(API);
  }

  @Test
  void api_packages_haveNoCycles() {
    slices()
        .matching("ai.hal9.api.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a reader of one package must not need them all")
        .check(API);
  }
}
