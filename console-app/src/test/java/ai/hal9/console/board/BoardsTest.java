package ai.hal9.console.board;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.console.ui.Background;
import ai.hal9.dashboards.catalog.BundledDashboards;
import ai.hal9.dashboards.catalog.DashboardEntry;
import ai.hal9.dashboards.catalog.DashboardLibrary;
import ai.hal9.dashboards.model.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardsTest {

  @TempDir private Path directory;
  private final List<Boards> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Boards::close);
  }

  private Boards boards() {
    return boards(directory, "");
  }

  private Boards boards(Path where, String profile) {
    var boards = new Boards(new DashboardLibrary(where), Background.sameThread(), profile);
    opened.add(boards);
    boards.watch(Runnable::run);
    return boards;
  }

  @Test
  void edit_ofABundledOne_makesTheUsersCopy_andUndoDeletesIt() {
    var boards = boards();
    var cache = boards.dashboard("cache").orElseThrow();
    var first = cache.panels().getFirst().id();

    boards.edit(cache.minus(first));

    assertThat(boards.changed("cache")).isTrue();
    assertThat(directory.resolve("cache.yaml")).content().doesNotContain("chart: " + first + "\n");

    boards.undo("cache");

    assertThat(directory.resolve("cache.yaml")).doesNotExist();
    assertThat(boards.changed("cache")).isFalse();

    boards.redo("cache");

    assertThat(new DashboardLibrary(directory).entries())
        .filteredOn(entry -> entry.name().equals("cache"))
        .singleElement()
        .satisfies(
            entry -> assertThat(entry.reading().toString()).doesNotContain("id=" + first + ","));
  }

  @Test
  void directoryThatCannotBeListed_leavesTheBundledOnes_saysSo_andIsReadOnceItCan()
      throws IOException {
    // a link to itself, which nobody may follow, whoever runs this
    var loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
    var boards = boards(loop, "");

    assertThat(boards.entries())
        .extracting(DashboardEntry::name)
        .containsExactlyElementsOf(BundledDashboards.names());
    assertThat(boards.trouble().get()).contains(loop.toString(), "owner and mode");

    Files.delete(loop);
    await().until(() -> boards.trouble().get().isEmpty());
  }

  @Test
  void filesReadBeforeAnEditWasWritten_doNotShow_norForgetWhatCanBeUndone() throws IOException {
    var work = new ArrayDeque<Runnable>();
    var ui = new ArrayDeque<Runnable>();
    var boards = new Boards(new DashboardLibrary(directory), Background.of(work::add, ui::add), "");
    opened.add(boards);
    boards.watch(_ -> {});
    drain(work, ui);
    var cache = boards.dashboard("cache").orElseThrow();
    boards.edit(cache.minus(cache.panels().getFirst().id()));
    drain(work, ui);

    Files.writeString(directory.resolve("other.yaml"), "title: Other\npanels: []\n");
    boards.read();
    work.remove().run();
    boards.undo("cache");
    work.remove().run();
    drain(work, ui);

    assertThat(boards.dashboard("cache")).contains(cache);
    assertThat(boards.canRedo("cache")).isTrue();
    assertThat(boards.dashboard("other")).isPresent();
  }

  private static void drain(Queue<Runnable> work, Queue<Runnable> ui) {
    while (!work.isEmpty() || !ui.isEmpty()) {
      requireNonNull(work.isEmpty() ? ui.poll() : work.poll()).run();
    }
  }

  @Test
  void edits_undoneAllTheWay_andDoneAgain_areInOrder() {
    var boards = boards();
    var pools = boards.dashboard("pools").orElseThrow();
    var ids = pools.panels().stream().map(Panel::id).toList();

    boards.edit(pools.moved(ids.getFirst(), 2));
    boards.edit(boards.dashboard("pools").orElseThrow().minus(ids.get(1)));

    assertThat(order(boards)).startsWith(ids.get(2), ids.get(0));
    boards.undo("pools");
    assertThat(order(boards)).startsWith(ids.get(1), ids.get(2), ids.get(0));
    boards.undo("pools");
    assertThat(order(boards)).isEqualTo(ids);
    assertThat(boards.canUndo("pools")).isFalse();
    boards.redo("pools");
    boards.redo("pools");
    assertThat(order(boards)).startsWith(ids.get(2), ids.get(0)).doesNotContain(ids.get(1));
    assertThat(boards.canRedo("pools")).isFalse();
  }

  @Test
  void restore_isTheOriginal_andCanBeUndone() {
    var original = BundledDashboards.named("jvm").orElseThrow();
    var mine = original.minus("gc");
    var boards = boards();
    boards.edit(mine);

    boards.restore("jvm");
    assertThat(boards.dashboard("jvm")).contains(original);
    assertThat(directory.resolve("jvm.yaml")).doesNotExist();

    boards.undo("jvm");
    assertThat(boards.dashboard("jvm")).contains(mine);
    assertThat(directory.resolve("jvm.yaml")).exists();
  }

  @Test
  void fileWithMistakes_isRejectedByLine_theBundledOneStays_andNoEditOverwritesIt()
      throws IOException {
    Files.writeString(
        directory.resolve("cache.yaml"),
        "title: Mine\npanels:\n  - tile: x\n    title: X\n    unit: count\n    max: hal9_cache_entrys\n");
    var boards = boards();

    assertThat(boards.rejected("cache").orElseThrow().errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.text()).contains("line 6", "did you mean 'hal9_cache_entries'?"));
    assertThat(boards.dashboard("cache")).isEqualTo(BundledDashboards.named("cache"));

    var file = Files.readString(directory.resolve("cache.yaml"));
    boards.edit(boards.dashboard("cache").orElseThrow().minus("hits"));
    assertThat(directory.resolve("cache.yaml")).hasContent(file);
  }

  @Test
  void directoryThatCannotBeWritten_isTold() throws IOException {
    var file = Files.writeString(directory.resolve("no-directory"), "");
    var boards = boards(file, "");

    boards.edit(boards.dashboard("jvm").orElseThrow().minus("gc"));

    assertThat(boards.trouble().get()).contains(file.toString(), "owner and mode");
  }

  @Test
  void edit_thatCannotBeWritten_isToldUntilItIs_andTriedAgain() throws IOException {
    var folder = Files.writeString(directory.resolve("no-directory"), "");
    var boards = boards(folder, "");
    boards.edit(boards.dashboard("jvm").orElseThrow().minus("gc"));

    boards.read();
    assertThat(boards.trouble().get()).contains("jvm", "not kept yet");

    Files.delete(folder);
    await().until(() -> boards.trouble().get().isEmpty());
    assertThat(folder.resolve("jvm.yaml")).exists();
  }

  @Test
  void edit_thatCannotBeWritten_isWrittenWithTheNext() throws IOException {
    var folder = Files.writeString(directory.resolve("no-directory"), "");
    var boards = unwatched(folder);
    boards.edit(boards.dashboard("jvm").orElseThrow().minus("gc"));
    Files.delete(folder);

    boards.edit(boards.dashboard("cache").orElseThrow().minus("hits"));

    assertThat(folder.resolve("jvm.yaml")).exists();
    assertThat(folder.resolve("cache.yaml")).exists();
  }

  @Test
  void edit_thatCannotBeWritten_isTriedOnceMoreAtTheEnd() throws IOException {
    var folder = Files.writeString(directory.resolve("no-directory"), "");
    var boards = unwatched(folder);
    boards.edit(boards.dashboard("jvm").orElseThrow().minus("gc"));
    Files.delete(folder);

    boards.close();

    assertThat(folder.resolve("jvm.yaml")).exists();
  }

  @Test
  void files_areReadOn_whileOneEditCannotBeWritten() throws IOException {
    var boards = unwatched(directory);
    var mine = boards.dashboard("jvm").orElseThrow().minus("gc");
    Files.createDirectories(directory.resolve("jvm.yaml").resolve("in-the-way"));
    boards.edit(mine);

    Files.writeString(directory.resolve("other.yaml"), "title: Other\npanels: []\n");
    boards.read();

    assertThat(boards.dashboard("other")).isPresent();
    assertThat(boards.dashboard("jvm")).contains(mine);
    assertThat(boards.canUndo("jvm")).isTrue();
    assertThat(boards.trouble().get()).contains("jvm");
  }

  /** Reads when it is told to. */
  private Boards unwatched(Path where) {
    var boards = new Boards(new DashboardLibrary(where), Background.sameThread(), "");
    opened.add(boards);
    boards.read();
    return boards;
  }

  @Test
  void profile_unknown_isTheStandard() {
    assertThat(boards(directory, "operations").profile().get().name()).isEqualTo("operations");
    assertThat(boards(directory, "of-old").profile().get().name()).isEqualTo("tuning-guide");
  }

  private List<String> order(Boards boards) {
    return boards.dashboard("pools").orElseThrow().panels().stream().map(Panel::id).toList();
  }
}
