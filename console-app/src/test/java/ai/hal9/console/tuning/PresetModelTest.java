package ai.hal9.console.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.console.ui.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's own presets. */
class PresetModelTest extends TuningOnFakeDesk {

  @TempDir private Path directory;

  private PresetModel presets;

  @BeforeEach
  void open() {
    presets =
        new PresetModel(model, directory, Background.sameThread(), () -> FakeDesk.EPOCH, "test");
    presets.look();
  }

  @Test
  void save_underANameThatIsThere_canBeUndone() {
    save("night", "50");
    save("night", "60");
    assertThat(value("night")).isEqualTo("60");
    assertThat(notice().words()).isEqualTo("Preset ‘night’ is replaced.");

    offer("undo-preset");

    assertThat(value("night")).isEqualTo("50");
  }

  @Test
  void save_underANewName_hasNothingToUndo() {
    save("night", "50");

    assertThat(notice().words()).isEqualTo("Preset ‘night’ is saved.");
    assertThat(notice().offers()).isEmpty();
  }

  @Test
  void save_overAFileThatIsNoPreset_canBeUndone() throws IOException {
    var file = directory.resolve("night.yaml");
    Files.writeString(file, "no: preset\n");
    save("night", "50");

    offer("undo-preset");

    assertThat(file).hasContent("no: preset\n");
  }

  @Test
  void delete_canBeUndone() {
    save("night", "50");
    presets.delete(presets.own().get().getFirst());
    assertThat(presets.own().get()).isEmpty();
    assertThat(directory).isEmptyDirectory();

    offer("undo-preset");

    assertThat(value("night")).isEqualTo("50");
  }

  @Test
  void save_withAValueThatIsNotAllowed_saysThatItIsLeftOut() {
    model.edit(FLUSH, "0");
    save("night", "50");

    assertThat(presets.own().get().getFirst().values()).doesNotContainKey(FLUSH);
    assertThat(notice().kind()).isEqualTo(Notice.Kind.WARNING);
    assertThat(notice().details()).containsExactly(FLUSH + " 0: 1 to 10000 ms");
  }

  @Test
  void exported_aPreset_isItsValues_notThoseInForce() {
    save("night", "50");
    model.discard();

    var text = PresetModel.exported(presets.own().get().getFirst());

    assertThat(TuningFile.read(text, TuningCatalogue.all(), Map.of()).values())
        .containsEntry(SIZE, "50");
  }

  private void save(String name, String size) {
    model.edit(SIZE, size);
    presets.save(name);
  }

  private String value(String name) {
    return presets.own().get().stream()
        .filter(preset -> preset.title().equals(name))
        .findFirst()
        .orElseThrow()
        .values()
        .getOrDefault(SIZE, "");
  }
}
