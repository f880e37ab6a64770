package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.file.Trees;
import ai.hal9.stores.process.Account;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Platform;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a primary's data directory, and sees to it that nobody uses it. */
final class DataDirectory {

  private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);
  private static final int FIRST_WITH_SYNC_METHOD = 17;

  private final PostgresFiles files;

  DataDirectory(PostgresFiles files) {
    this.files = files;
  }

  /** Runs initdb beside the final place and moves the result there, so that it is whole or none. */
  void create(PostgresBinaries binaries, Spawner spawner) throws IOException {
    Trees.delete(files.unfinishedData());
    List<String> command = new ArrayList<>();
    command.add(binaries.initdb().toString());
    if (Platform.current().linux() && binaries.majorVersion() >= FIRST_WITH_SYNC_METHOD) {
      // one call instead of a thousand
      command.add("--sync-method=syncfs");
    }
    command.addAll(
        List.of(
            "--pgdata=" + files.unfinishedData(),
            "--username=" + PostgresServer.SUPERUSER,
            "--pwfile=" + files.superuserSecret().path(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C"));
    ChildProcess initdb =
        spawner.start(
            ChildSpec.of("initdb", files.directory(), command)
                .withAccount(Account.UNPRIVILEGED)
                .withDeathSignal(Signal.INT));
    boolean done = false;
    try {
      done = initdb.awaitExit(INITDB_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.INTERRUPTED, "the making of a database was stopped", e);
    } finally {
      if (!done) {
        initdb.kill();
      }
    }
    if (initdb.exitStatus().orElse(1) != 0) {
      throw StartFailure.of(initdb);
    }
    Files.move(files.unfinishedData(), files.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Removes the lock file of a server that is gone. PostgreSQL does so itself unless another
   * process has got the same pid since.
   *
   * @throws StoreException if a server runs on this directory
   */
  void requireUnused() throws IOException {
    if (!Files.exists(files.postmasterPid())) {
      return;
    }
    List<String> lock = Files.readAllLines(files.postmasterPid());
    long pid = lock.isEmpty() ? 0 : Long.parseLong(lock.getFirst().strip());
    var holder = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (holder.isEmpty()) {
      return;
    }
    String command = holder.get().info().command().orElse("");
    if (command.isEmpty() || Path.of(command).getFileName().toString().startsWith("postgres")) {
      throw new StoreException(
          Code.DATA_IN_USE,
          "a PostgreSQL server (pid %d) uses %s; stop it first: kill -INT %d"
              .formatted(pid, files.data(), pid));
    }
    Files.delete(files.postmasterPid());
  }
}
