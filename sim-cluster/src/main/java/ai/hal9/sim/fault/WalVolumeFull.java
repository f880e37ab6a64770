package ai.hal9.sim.fault;

import ai.hal9.sim.SimException;
import ai.hal9.sim.process.Reversible;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The volume of PostgreSQL's write-ahead log is full. The log lies on a small tmpfs of its own; a
 * file fills what is free, and switching to the next segment uses up those that were made ahead.
 */
final class WalVolumeFull implements Fault {

  private static final String MOUNT = "mount -t tmpfs -o size=128m,mode=700 hal9-wal \"$1\"";
  private static final String MOVE =
      " && cp -a \"$2/.\" \"$1/\" && rm -rf \"$2\" && ln -s \"$1\" \"$2\"";
  private static final String UNMOUNT = "umount -l \"$1\"";
  private static final int CHUNK = 1 << 20;

  @Override
  public String name() {
    return "disk-full";
  }

  @Override
  public String what() {
    return "the volume of PostgreSQL's write-ahead log is full";
  }

  @Override
  public Optional<String> obstacle() {
    try {
      var trial = Files.createTempDirectory("hal9-volume");
      try (var _ = Reversible.of(MOUNT, UNMOUNT, List.of(trial.toString()))) {
        return Optional.empty();
      } finally {
        Files.delete(trial);
      }
    } catch (SimException | IOException e) {
      return Optional.of(
          "a small volume cannot be mounted here: %s. As root it can: sudo ./hal9 faults --only %s"
                  .formatted(e.getMessage(), name())
              + "; in a container also with --cap-add SYS_ADMIN");
    }
  }

  @Override
  public void prepare(Site site) {
    var volume = volume(site);
    var log = site.directory().data().resolve("postgres/data/pg_wal");
    site.restart(
        () -> {
          create(volume);
          site.keep(
              Reversible.of(MOUNT + MOVE, UNMOUNT, List.of(volume.toString(), log.toString())));
        });
  }

  @Override
  public void strike(Site site, Load load) throws InterruptedException {
    var end = load.now() + site.pace().away().toNanos();
    var ballast = volume(site).resolve("ballast");
    try {
      fill(ballast);
      useUp(site, load, end);
      load.pass(Duration.ofNanos(end - load.now()));
      Files.delete(ballast);
    } catch (IOException e) {
      throw new SimException(SimException.Code.STORAGE, "cannot fill " + ballast, e);
    }
  }

  private static Path volume(Site site) {
    return site.directory().root().resolve("wal");
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new SimException(SimException.Code.STORAGE, "cannot make " + directory, e);
    }
  }

  /** Writes until there is no room. */
  private static void fill(Path ballast) throws IOException {
    try (var file =
        Files.newByteChannel(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var chunk = ByteBuffer.allocate(CHUNK);
      while (true) {
        file.write(chunk.clear());
      }
    } catch (IOException e) {
      if (Files.size(ballast) == 0) {
        throw e;
      }
    }
  }

  /** Begins segments until PostgreSQL cannot, or there are enough of them anyway. */
  private static void useUp(Site site, Load load, long end) {
    try (var connection = site.stored().connect();
        var statement = connection.createStatement()) {
      while (load.now() < end) {
        statement.execute("SELECT pg_logical_emit_message(false, 'hal9', 'ballast', true)");
        statement.execute("SELECT pg_switch_wal()");
      }
    } catch (SQLException e) {
      site.tell("PostgreSQL: " + e.getMessage());
    }
  }
}
