package ai.hal9.console.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.ui.Background;
import ai.hal9.sim.scenario.ScenarioLibrary;
import ai.hal9.sim.scenario.ScenarioLibrary.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioEditorTest {

  private static final Entry DEMO = new Entry("demo", false);

  @TempDir private Path directory;

  private ScenarioEditor editor() {
    return new ScenarioEditor(
        new ScenarioLibrary(directory.resolve("scenarios")),
        new EditorFile(directory.resolve("editor.json")),
        Background.sameThread());
  }

  @Test
  void open_fileCalledAsAnEditedScenario_showsTheFile_andBothDraftsStay() throws IOException {
    var editor = editor();
    editor.choose(DEMO);
    editor.text().set("rate: 1 # draft of the bundled one");
    var file = Files.writeString(directory.resolve("demo.yaml"), "rate: 7\n");

    editor.open(file);
    assertThat(editor.name().get()).isEqualTo("demo");
    assertThat(editor.text().get()).isEqualTo("rate: 7\n");
    editor.text().set("rate: 8\n");

    editor.choose(DEMO);
    assertThat(editor.text().get()).contains("draft of the bundled one");
    editor.open(file);
    assertThat(editor.text().get()).isEqualTo("rate: 8\n");
    editor.revert();
    assertThat(editor.text().get()).isEqualTo("rate: 7\n");
  }

  @Test
  void open_fileChangedSinceItWasEdited_showsItAsItIs_andSaysSo() throws IOException {
    var editor = editor();
    var file = Files.writeString(directory.resolve("night.yaml"), "rate: 7\n");
    editor.open(file);
    editor.text().set("rate: 8\n");
    editor.choose(DEMO);
    Files.writeString(file, "rate: 9\n");

    editor.open(file);

    assertThat(editor.text().get()).isEqualTo("rate: 9\n");
    assertThat(editor.changed().get()).isEmpty();
    assertThat(editor.trouble().get()).contains("has changed since");
  }

  @Test
  void draftOfAFile_isThereTheNextTime_whateverIsCalledLikeIt() throws IOException {
    var editor = editor();
    editor.open(Files.writeString(directory.resolve("demo.yaml"), "rate: 7\n"));
    editor.text().set("rate: 8\n");
    editor.keep();

    var next = editor();

    assertThat(next.text().get()).isEqualTo("rate: 8\n");
    assertThat(next.changed().get()).isEqualTo("edited");
    assertThat(next.own()).isFalse();
  }

  @Test
  void keep_whereNothingCanBeWritten_saysThatTheEditsAreNotKept() throws IOException {
    Files.createDirectory(directory.resolve("editor.json"));
    var editor = editor();
    editor.text().set("rate: 8\n");

    editor.keep();

    assertThat(editor.trouble().get())
        .startsWith("The edits cannot be kept: " + directory.resolve("editor.json"))
        .doesNotContain("Exception");
  }

  @Test
  void own_fileCalledLikeASavedScenario_isNotThat() throws IOException {
    var editor = editor();
    editor.text().set("rate: 1\n");
    editor.save("night");
    assertThat(editor.own()).isTrue();

    editor.open(Files.writeString(directory.resolve("night.yaml"), "rate: 7\n"));

    assertThat(editor.own()).isFalse();
  }

  @Test
  void save_underTheNameOfAnother_asksBeforeItReplacesThat() throws IOException {
    var editor = editor();
    saved(editor, "night", "rate: 1\n");
    editor.choose(DEMO);
    editor.text().set("rate: 2\n");

    editor.save("night");
    assertThat(editor.replacing().get()).isEqualTo("night");
    assertThat(night()).hasContent("rate: 1");
    editor.spare();
    editor.replace();
    assertThat(night()).hasContent("rate: 1");

    editor.save("night");
    editor.replace();
    assertThat(editor.replacing().get()).isEmpty();
    assertThat(night()).hasContent("rate: 2");
    assertThat(editor.own()).isTrue();
  }

  @Test
  void save_underTheNameOfAnotherThatAppearedMeanwhile_asks() throws IOException {
    var editor = editor();
    editor.text().set("rate: 2\n");
    Files.createDirectories(night().getParent());
    Files.writeString(night(), "rate: 1\n");

    editor.save("night");

    assertThat(editor.replacing().get()).isEqualTo("night");
    assertThat(night()).hasContent("rate: 1");
  }

  @Test
  void save_ofTheOneThatIsOpen_replacesIt() {
    var editor = editor();
    saved(editor, "night", "rate: 1\n");

    saved(editor, "night", "rate: 2\n");

    assertThat(editor.replacing().get()).isEmpty();
    assertThat(night()).hasContent("rate: 2");
  }

  @Test
  void nameProposed_isNoOthers() {
    var editor = editor();
    assertThat(editor.freeName()).isEqualTo("my demo");
    saved(editor, "my demo", "rate: 1\n");
    assertThat(editor.freeName()).isEqualTo("my demo");

    editor.choose(DEMO);

    assertThat(editor.freeName()).isEqualTo("my demo 2");
  }

  private static void saved(ScenarioEditor editor, String name, String text) {
    editor.text().set(text);
    editor.save(name);
  }

  private Path night() {
    return directory.resolve("scenarios/night.yaml");
  }
}
