package ai.hal9.bench;

import ai.hal9.stores.LocalStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL and Redis for a benchmark, durable as a cluster's: {@code BenchStores DIRECTORY}.
 * Writes {@code DIRECTORY/database.properties} for {@link CopyBaseline} and {@code
 * DIRECTORY/stores.yaml}, the sections {@code database} and {@code redis} of a node's
 * configuration, then serves until its standard input ends.
 */
public final class BenchStores {

  private BenchStores() {}

  public static void main(String[] arguments) throws IOException {
    var directory = Path.of(arguments[0]);
    try (var stores = LocalStores.start(directory)) {
      var postgres = stores.postgres();
      var redis = stores.redis();
      var durable = stores.durableRedis();
      var yaml =
          """
          database: {url: "%s", username: %s, password_file: %s, max_connections: 20, \
          min_connections: 4}
          redis: {url: "%s", password_file: %s, durable_url: "%s", durable_password_file: %s}
          """
              .formatted(
                  postgres.jdbcUrl(),
                  postgres.username(),
                  postgres.passwordFile(),
                  redis.url(),
                  redis.passwordFile(),
                  durable.url(),
                  durable.passwordFile());
      var properties =
          """
          url=%s
          username=%s
          password_file=%s
          """
              .formatted(postgres.jdbcUrl(), postgres.username(), postgres.passwordFile());
      Files.writeString(directory.resolve("database.properties"), properties);
      var written = Files.writeString(directory.resolve("stores.yaml.new"), yaml);
      Files.move(written, directory.resolve("stores.yaml"));
      while (System.in.read() >= 0) {
        // until whoever started us ends
      }
    }
  }
}
