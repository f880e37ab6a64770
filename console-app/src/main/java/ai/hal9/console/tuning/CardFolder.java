package ai.hal9.console.tuning;

import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The effects told so far, one file each: what was measured outlives the console that heard it. The
 * oldest are let go beyond {@link #MOST}.
 */
final class CardFolder {

  private static final int MOST = 500;
  private static final Logger LOG = LoggerFactory.getLogger(CardFolder.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;

  CardFolder(Path folder) {
    this.folder = folder;
  }

  /** What was measured of a change, if it was. A file that cannot be read counts as none. */
  Optional<EffectCard.State.Measured> read(Recorded change) {
    var file = file(change);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(Files.readString(file), EffectCard.State.Measured.class))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      LOG.warn("The effect in {} cannot be read: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Keeps what was measured; where that fails, it is known until the console ends. */
  void write(Recorded change, EffectCard.State.Measured measured) {
    var file = file(change);
    try {
      WholeFile.write(file, JSON.writeValueAsString(measured));
      letGo();
    } catch (IOException | JacksonException e) {
      LOG.warn("The effect cannot be kept in {}: {}", file, e.getMessage());
    }
  }

  private void letGo() throws IOException {
    try (var files = Files.list(folder)) {
      for (var old :
          files.sorted(Comparator.comparing(Path::getFileName).reversed()).skip(MOST).toList()) {
        Files.deleteIfExists(old);
      }
    }
  }

  /** The time comes first, so that names sort by age, and tells clusters of one name apart. */
  private Path file(Recorded change) {
    return folder.resolve(
        "%d-%s.json"
            .formatted(
                change.time().toEpochMilli(), change.id().replaceAll("[^A-Za-z0-9._-]", "-")));
  }
}
