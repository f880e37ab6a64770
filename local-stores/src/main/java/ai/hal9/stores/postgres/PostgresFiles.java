package ai.hal9.stores.postgres;

import ai.hal9.stores.file.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies where in a server's directory. */
record PostgresFiles(Path directory) {

  /** What pg_ctl looks at too: the last of eight lines. */
  private static final int STATUS_LINE = 7;

  Path data() {
    return directory.resolve("data");
  }

  Path unfinishedData() {
    return directory.resolve("data.unfinished");
  }

  Path log() {
    return directory.resolve("postgres.log");
  }

  Path superuserPassword() {
    return directory.resolve("superuser.password");
  }

  Path userPassword() {
    return directory.resolve("hal9.password");
  }

  Path postmasterPid() {
    return data().resolve("postmaster.pid");
  }

  Path standbySignal() {
    return data().resolve("standby.signal");
  }

  boolean initialised() {
    return Files.exists(data().resolve("PG_VERSION"));
  }

  /**
   * Whether the server itself notes that it takes connections. Costs a fraction of a connection,
   * which would make it fork a process to say that it is too early.
   */
  boolean accepting() {
    try (var lines = Files.lines(postmasterPid())) {
      return lines.skip(STATUS_LINE).anyMatch(line -> line.strip().equals("ready"));
    } catch (IOException | UncheckedIOException e) {
      // not written yet
      return false;
    }
  }

  SecretFile superuserSecret() throws IOException {
    return SecretFile.random(superuserPassword());
  }

  SecretFile userSecret() throws IOException {
    return SecretFile.random(userPassword());
  }
}
