package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.process.Account;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Completion;
import ai.hal9.stores.process.Platform;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL's programs that work on a data directory no server runs on. */
final class PostgresTools {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int FIRST_WITH_SYNC_METHOD = 17;

  private final PostgresBinaries binaries;
  private final Spawner spawner;
  private final Path logs;

  PostgresTools(PostgresBinaries binaries, Spawner spawner, Path logs) {
    this.binaries = binaries;
    this.spawner = spawner;
    this.logs = logs;
  }

  /** Makes a data directory; the caller syncs it. */
  void initdb(Path data, Path passwordFile) {
    run(
        spec(
            "initdb",
            List.of(
                binaries.initdb().toString(),
                "--pgdata=" + data,
                "--username=" + PostgresServer.SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync")));
  }

  /** Runs a script, a statement a line. */
  void singleUser(Path data, Path script) {
    List<String> command =
        List.of(binaries.postgres().toString(), "--single", "-D", data.toString(), "postgres");
    run(spec("postgres-single", command).withInput(script));
  }

  /** Writes a data directory to the disk. */
  void sync(Path data) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binaries.initdb().toString(), "--sync-only", "--pgdata=" + data));
    if (Platform.current().linux() && binaries.majorVersion() >= FIRST_WITH_SYNC_METHOD) {
      // one call instead of a thousand
      command.add("--sync-method=syncfs");
    }
    run(spec("initdb-sync", command));
  }

  private ChildSpec spec(String name, List<String> command) {
    return ChildSpec.of(name, logs, command)
        .withAccount(Account.UNPRIVILEGED)
        .withDeathSignal(Signal.INT);
  }

  private void run(ChildSpec spec) {
    Completion.await(spawner.start(spec), TIMEOUT);
  }
}
