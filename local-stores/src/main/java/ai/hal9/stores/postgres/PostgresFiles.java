package ai.hal9.stores.postgres;

import ai.hal9.stores.file.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies where in a server's directory. */
record PostgresFiles(Path directory) {

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

  SecretFile superuserSecret() throws IOException {
    return SecretFile.random(superuserPassword());
  }

  SecretFile userSecret() throws IOException {
    return SecretFile.random(userPassword());
  }
}
