package ai.hal9.dashboards.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.dashboards.catalog.DashboardEntry.Origin;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.DashboardReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardLibraryTest {

  @TempDir private Path home;

  @Test
  void library_withoutADirectory_hasTheBundledOnes() {
    var library = new DashboardLibrary(home.resolve("dashboards"));

    assertThat(library.entries())
        .extracting(DashboardEntry::name)
        .isEqualTo(BundledDashboards.names());
    assertThat(library.entries()).extracting(DashboardEntry::origin).containsOnly(Origin.BUNDLED);
  }

  @Test
  void dashboard_changedAndSaved_standsInForTheBundledOneUntilItIsDeleted() throws IOException {
    var library = new DashboardLibrary(home.resolve("dashboards"));
    var overview = BundledDashboards.named("overview").orElseThrow();
    var changed = overview.minus("users").moved("throughput", 0);

    library.save(changed);

    assertThat(overview(library)).isEqualTo(changed);
    assertThat(library.entries()).hasSameSizeAs(BundledDashboards.names());
    try (var files = Files.list(library.directory())) {
      assertThat(files).extracting(Path::getFileName).containsExactly(Path.of("overview.yaml"));
    }

    assertThat(library.delete("overview")).isTrue();
    assertThat(overview(library)).isEqualTo(overview);
    assertThat(library.delete("overview")).isFalse();
  }

  @Test
  void file_thatIsNone_isListedWithItsErrorsAndHidesNothing() throws IOException {
    Files.writeString(home.resolve("overview.yaml"), "title: Mine\npanels: [{tile: a}]\n");
    Files.writeString(home.resolve("mine.yaml"), "title: Mine\npanels: []\n");
    Files.writeString(home.resolve("notes.txt"), "nothing");

    var entries = new DashboardLibrary(home).entries();

    assertThat(entries)
        .filteredOn(entry -> entry.name().equals("overview"))
        .extracting(DashboardEntry::origin)
        .containsExactly(Origin.BUNDLED, Origin.USER);
    assertThat(entries)
        .filteredOn(entry -> entry.reading() instanceof DashboardReading.Rejected)
        .singleElement()
        .satisfies(
            entry ->
                assertThat(((DashboardReading.Rejected) entry.reading()).errors())
                    .allSatisfy(error -> assertThat(error.line()).isEqualTo(2))
                    .hasSizeGreaterThan(1));
    assertThat(entries.getLast().name()).isEqualTo("mine");
  }

  private static Dashboard overview(DashboardLibrary library) {
    return switch (library.entries().getFirst().reading()) {
      case DashboardReading.Accepted(var dashboard) -> dashboard;
      case DashboardReading.Rejected(var errors) -> throw new AssertionError(errors);
    };
  }
}
