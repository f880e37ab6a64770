package ai.hal9.console.shell;

import ai.hal9.stores.file.SharedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Settings on disk. Other consoles may write there too: each changes what it has changed itself.
 * Written a moment after the last change, beside the file and then moved over it: a crash leaves
 * the old ones or the new, never half of either. A file that cannot be read counts as none, and is
 * kept under another name.
 */
public final class SettingsFile implements AutoCloseable {

  /** Of the file in the console's directory. */
  static final String NAME = "settings.json";

  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path file;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("settings").factory());

  /** What this console has read or written last. */
  private Settings known = Settings.FIRST;

  private @Nullable Settings unwritten;
  private @Nullable ScheduledFuture<?> planned;

  public SettingsFile(Path file) {
    this.file = file;
  }

  /** Loads what reading the file takes, where there is one, so that it costs little afterwards. */
  static void prepare(Path file) {
    if (Files.exists(file)) {
      var _ = JSON.readValue(JSON.writeValueAsString(Settings.FIRST), Settings.class);
    }
  }

  /** What was remembered; {@link Settings#FIRST} when nothing can be read. */
  public synchronized Settings read() {
    known = readAnew();
    return known;
  }

  private Settings readAnew() {
    try {
      return JSON.readValue(Files.readString(file), Settings.class);
    } catch (NoSuchFileException e) {
      return Settings.FIRST;
    } catch (IOException | JacksonException e) {
      LOG.warn("{} cannot be read and is set aside: {}", file, e.getMessage());
      setAside();
      return Settings.FIRST;
    }
  }

  /** Remembers settings, soon. */
  public synchronized void write(Settings settings) {
    unwritten = settings;
    if (planned != null) {
      planned.cancel(false);
    }
    planned = writer.schedule(this::flush, QUIET.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void flush() {
    var settings = unwritten;
    if (settings == null || settings.equals(known)) {
      return;
    }
    unwritten = null;
    try {
      SharedFile.change(
          file,
          before ->
              JSON.writerWithDefaultPrettyPrinter()
                  .writeValueAsString(settings.onto(before.map(this::parse).orElse(known), known)));
      known = settings;
    } catch (IOException e) {
      LOG.warn("settings cannot be written to {}: {}", file, e.getMessage());
    }
  }

  /** What cannot be read is as if nobody else had written anything. */
  private Settings parse(String text) {
    try {
      return JSON.readValue(text, Settings.class);
    } catch (JacksonException e) {
      return known;
    }
  }

  private void setAside() {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".unreadable"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be moved: {}", file, e.getMessage());
    }
  }

  /** Writes what is not written yet. */
  @Override
  public void close() {
    flush();
    writer.shutdown();
  }
}
