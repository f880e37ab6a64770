package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.file.SecretFile;
import ai.hal9.stores.file.Trees;
import ai.hal9.stores.process.PidFile;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/** A server's data directory: made for a primary, and checked to be nobody else's. */
final class DataDirectory {

  private final PostgresFiles files;

  DataDirectory(PostgresFiles files) {
    this.files = files;
  }

  /** Copies the template beside the final place and moves it there: it is whole or not at all. */
  void create(PostgresBinaries binaries, Spawner spawner) throws IOException {
    var tools = new PostgresTools(binaries, spawner, files.directory());
    Path unfinished = files.unfinishedData();
    Trees.delete(unfinished);
    try {
      Trees.copy(Template.directory(binaries, spawner), unfinished);
      give(unfinished, spawner);
      setPassword(tools, unfinished);
      tools.sync(unfinished);
      Files.move(unfinished, files.data(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(unfinished);
    }
  }

  /**
   * Deletes it: in one step it is no longer there, whole or in part. Half of a standby's data,
   * without the file that makes them a standby's, would be taken for a primary's.
   */
  void discard() throws IOException {
    Path unfinished = files.unfinishedData();
    Trees.delete(unfinished);
    Files.move(files.data(), unfinished, StandardCopyOption.ATOMIC_MOVE);
    Trees.delete(unfinished);
  }

  /** Makes the user the server runs as its owner: PostgreSQL insists on that. */
  static void give(Path data, Spawner spawner) throws IOException {
    if (spawner.rootExit().owner().isPresent()) {
      Trees.give(data, spawner.rootExit().owner().getAsInt());
    }
  }

  /**
   * Checks that no server runs on this directory.
   *
   * @throws StoreException naming the server that does
   */
  void requireUnused() throws IOException {
    OptionalLong owner = new PidFile(files.postmasterPid()).livingOwner("postgres");
    if (owner.isPresent()) {
      throw StoreException.inUse("PostgreSQL", files.data(), owner.getAsLong());
    }
  }

  private void setPassword(PostgresTools tools, Path data) throws IOException {
    var script = new SecretFile(files.directory().resolve("password.sql"));
    String password = files.superuserSecret().read();
    script.write("ALTER ROLE %s PASSWORD '%s'%n".formatted(PostgresServer.SUPERUSER, password));
    try {
      tools.singleUser(data, script.path());
    } finally {
      Files.delete(script.path());
    }
  }
}
