package ai.hal9.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.hal9.console.ui.UiThread;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import javafx.application.Application;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;

class UiArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ai.hal9.console");

  @Test
  void uiThread_hasOneGate() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(UiThread.class)
        .should()
        .callMethod(Platform.class, "runLater", Runnable.class)
        .because("what waits on the UI thread is bounded in one place")
        .check(CLASSES);
  }

  @Test
  void models_haveNoControls() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Model")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..")
        .because("they are tested in plain JUnit")
        .check(CLASSES);
  }

  @Test
  void data_knowsNoToolkit() {
    noClasses()
        .that()
        .resideInAnyPackage("..console.source..", "..console.series..", "..console.effect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "io.fair_acc..")
        .because("it is heard, kept and asked without a window too")
        .check(CLASSES);
  }

  @Test
  void commands_loadNoToolkit() {
    noClasses()
        .that()
        .resideInAPackage("..console.command..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "io.fair_acc..", "atlantafx..", "org.kordamp..")
        .because("a headless command has none of these on its class path")
        .check(CLASSES);
  }

  @Test
  void chartFx_staysInTheChart() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..console.chart..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fair_acc..")
        .because("what draws a chart can be replaced in one place")
        .check(CLASSES);
  }

  @Test
  void launcher_isNoApplication() {
    noClasses()
        .that()
        .haveSimpleName("ConsoleLaunch")
        .should()
        .beAssignableTo(Application.class)
        .because("a main class that extends it is refused on the class path")
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
