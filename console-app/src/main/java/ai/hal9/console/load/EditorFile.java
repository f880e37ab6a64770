package ai.hal9.console.load;

import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the editor held when it was last used, on disk. What cannot be read counts as nothing. */
final class EditorFile {

  private static final Logger LOG = LoggerFactory.getLogger(EditorFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path file;

  EditorFile(Path file) {
    this.file = file;
  }

  /**
   * What an editor holds.
   *
   * @param name of the scenario shown; empty where none was
   * @param own whether that was the user's own
   * @param drafts texts that are not saved, by the name of what they change
   */
  record Held(String name, boolean own, Map<String, String> drafts) {

    static final Held NOTHING = new Held("", false, Map.of());

    Held {
      // a file that somebody wrote may lack them
      name = Objects.requireNonNullElse(name, "");
      drafts = Map.copyOf(Objects.requireNonNullElse(drafts, Map.of()));
    }
  }

  Held read() {
    try {
      return JSON.readValue(Files.readString(file), Held.class);
    } catch (NoSuchFileException e) {
      return Held.NOTHING;
    } catch (IOException | JacksonException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
      return Held.NOTHING;
    }
  }

  /** A crash leaves what was held before or this, never half of either. */
  synchronized void write(Held held) {
    try {
      WholeFile.write(file, JSON.writeValueAsString(held));
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
