package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.file.SecretFile;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An empty data directory, made once per version of PostgreSQL; a copy takes a fraction of initdb's
 * time. Nobody knows its superuser's password: a copy gets its own before its first start.
 */
final class Template {

  private Template() {}

  static Path directory(PostgresBinaries binaries, Spawner spawner) {
    String name = "postgres-template-" + binaries.version().replaceAll("[^A-Za-z0-9.]+", "-");
    return binaries
        .cache()
        .directory(name, empty -> make(empty, binaries, spawner))
        .resolve("data");
  }

  private static void make(Path directory, PostgresBinaries binaries, Spawner spawner)
      throws IOException {
    DataDirectory.give(directory, spawner);
    SecretFile password = SecretFile.random(directory.resolve("password"));
    new PostgresTools(binaries, spawner, directory)
        .initdb(directory.resolve("data"), password.path());
    Files.delete(password.path());
  }
}
