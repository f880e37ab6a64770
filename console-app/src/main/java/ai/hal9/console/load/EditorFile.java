package ai.hal9.console.load;

import ai.hal9.sim.scenario.ScenarioLibrary.Entry;
import ai.hal9.stores.file.SharedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the editor held when it was last used, on disk. What cannot be read counts as nothing. Other
 * consoles may write there too: each changes what it has changed itself, draft by draft.
 */
final class EditorFile {

  private static final Logger LOG = LoggerFactory.getLogger(EditorFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path file;

  /** What this console has read or written last. */
  private Held known = Held.NOTHING;

  EditorFile(Path file) {
    this.file = file;
  }

  /**
   * What an editor holds.
   *
   * @param shown the key of the {@link Origin} of what is shown; empty where nothing was
   * @param drafts texts that are not saved, by the key of what they change
   * @param files what the files among these were when they were opened, by the same key
   */
  record Held(String shown, Map<String, String> drafts, Map<String, String> files) {

    static final Held NOTHING = new Held("", Map.of(), Map.of());

    Held {
      drafts = Map.copyOf(drafts);
      files = Map.copyOf(files);
    }

    /** What is held elsewhere, with the changes that led from what was held before to this. */
    Held onto(Held elsewhere, Held before) {
      return new Held(
          shown.equals(before.shown) ? elsewhere.shown : shown,
          onto(elsewhere.drafts, before.drafts, drafts),
          onto(elsewhere.files, before.files, files));
    }

    private static Map<String, String> onto(
        Map<String, String> elsewhere, Map<String, String> before, Map<String, String> now) {
      var all = new HashMap<>(elsewhere);
      before.keySet().stream().filter(key -> !now.containsKey(key)).forEach(all::remove);
      now.forEach(
          (key, text) -> {
            if (!text.equals(before.get(key))) {
              all.put(key, text);
            }
          });
      return all;
    }
  }

  /**
   * What is in the file: what is held, or what an editor held that knew scenarios by name alone. A
   * file that somebody wrote may lack any of it.
   *
   * @param name of the scenario that was shown
   * @param own whether that was the user's own
   */
  private record Written(
      @Nullable String shown,
      @Nullable Map<String, String> drafts,
      @Nullable Map<String, String> files,
      @Nullable String name,
      boolean own) {

    Held held() {
      var kept = Objects.requireNonNullElse(drafts, Map.<String, String>of());
      if (name == null || shown != null) {
        return new Held(
            Objects.requireNonNullElse(shown, ""),
            kept,
            Objects.requireNonNullElse(files, Map.of()));
      }
      var last = own ? Origin.of(new Entry(name, true)) : Origin.read(name);
      var byKey = new HashMap<String, String>();
      kept.forEach((of, text) -> byKey.put((of.equals(name) ? last : Origin.read(of)).key(), text));
      return new Held(last.key(), byKey, Map.of());
    }
  }

  synchronized Held read() {
    try {
      known = parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      known = Held.NOTHING;
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      known = Held.NOTHING;
    }
    return known;
  }

  private Held parse(String text) {
    try {
      return JSON.readValue(text, Written.class).held();
    } catch (JacksonException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      return Held.NOTHING;
    }
  }

  /**
   * Writes what has changed since it was read or written here; nothing, where nothing has. A crash
   * leaves what was held before or this, never half of either.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  synchronized void write(Held held) {
    if (held.equals(known)) {
      return;
    }
    try {
      SharedFile.change(
          file,
          before ->
              JSON.writeValueAsString(
                  before.map(text -> held.onto(parse(text), known)).orElse(held)));
      known = held;
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
