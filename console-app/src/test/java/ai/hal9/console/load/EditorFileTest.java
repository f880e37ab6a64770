package ai.hal9.console.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.load.EditorFile.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorFileTest {

  @Test
  void held_isReadBack(@TempDir Path directory) {
    var held =
        new Held(
            "file:/t/demo.yaml",
            Map.of("own:night", "rate: 1\n", "file:/t/demo.yaml", "# 'later'"),
            Map.of("file:/t/demo.yaml", "rate: 2\n"));
    var file = directory.resolve("console").resolve("editor.json");
    new EditorFile(file).write(held);

    assertThat(new EditorFile(file).read()).isEqualTo(held);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void nothing_isHeld_whereThereIsNoFile_orNoneThatCanBeRead(@TempDir Path directory)
      throws IOException {
    var file = directory.resolve("editor.json");
    assertThat(new EditorFile(file).read()).isEqualTo(Held.NOTHING);

    Files.writeString(file, "{\"name\": ");
    assertThat(new EditorFile(file).read()).isEqualTo(Held.NOTHING);
    Files.writeString(file, "{\"shown\": \"bundled:demo\"}");
    assertThat(new EditorFile(file).read()).isEqualTo(new Held("bundled:demo", Map.of(), Map.of()));
  }

  @Test
  void draftsByNameAlone_areOfTheBundledScenario_orElseTheUsersOwn(@TempDir Path directory)
      throws IOException {
    var file = directory.resolve("editor.json");
    Files.writeString(
        file,
        """
        {"name": "night", "own": true, "drafts": {"night": "rate: 1", "demo": "rate: 2"}}
        """);

    assertThat(new EditorFile(file).read())
        .isEqualTo(
            new Held(
                "own:night", Map.of("own:night", "rate: 1", "bundled:demo", "rate: 2"), Map.of()));
  }

  @Test
  void twoConsoles_keepEachOthersDrafts_andUndoOnlyTheirOwn(@TempDir Path directory)
      throws IOException {
    var file = directory.resolve("editor.json");
    var before = new Held("bundled:demo", Map.of("bundled:demo", "rate: 0"), Map.of());
    new EditorFile(file).write(before);
    var one = new EditorFile(file);
    var other = new EditorFile(file);
    assertThat(one.read()).isEqualTo(other.read());

    one.write(new Held("own:a", Map.of("bundled:demo", "rate: 0", "own:a", "rate: 1"), Map.of()));
    other.write(new Held("bundled:demo", Map.of("own:b", "rate: 2"), Map.of()));

    assertThat(new EditorFile(file).read())
        .isEqualTo(new Held("own:a", Map.of("own:a", "rate: 1", "own:b", "rate: 2"), Map.of()));
    Files.delete(file);
    other.write(new Held("bundled:demo", Map.of("own:b", "rate: 2"), Map.of()));
    assertThat(file).doesNotExist();
  }
}
