package ai.hal9.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.process.RootExit;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

final class PostgresServerIT extends PostgresPair {

  @Test
  void row_afterKillOfTheServer_isThereAfterRestartOnTheSamePort() throws Exception {
    PostgresServer first = startPrimary();
    execute(first, "CREATE TABLE kept (answer int)");
    execute(first, "INSERT INTO kept VALUES (42)");
    first.process().kill();

    PostgresServer second = startPrimary();

    assertThat(second.port()).isEqualTo(first.port());
    assertThat(number(second, "SELECT answer FROM kept")).isEqualTo(42);
  }

  @Test
  void start_onTakenPort_namesItsOwner() {
    PostgresServer running = startPrimary();
    PostgresConfig second =
        PostgresConfig.of("second", directory.resolve("second"), running.port());

    assertThatThrownBy(() -> PostgresServer.startPrimary(second, binaries, spawner))
        .satisfies(hasCode(Code.PORT_TAKEN))
        .hasMessageContaining("postgres (pid %d)".formatted(running.pid()));
  }

  @Test
  void start_inTheDirectoryOfARunningServer_namesThatServer() {
    PostgresServer running = startPrimary();
    PostgresConfig second =
        PostgresConfig.of("second", running.config().directory(), ports.getLast());

    assertThatThrownBy(() -> PostgresServer.startPrimary(second, binaries, spawner))
        .satisfies(hasCode(Code.DATA_IN_USE))
        .hasMessageContaining("pid " + running.pid());
  }

  @Test
  void start_withLockFileOfAnotherProgramsPid_works() throws Exception {
    startPrimary().stop();
    Files.writeString(
        directory.resolve("primary/data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n/elsewhere\n0\n1\n\n127.0.0.1\n0 0\nready\n");

    assertThat(startPrimary().process().alive()).isTrue();
  }

  @Test
  void start_belowAFile_saysWhichDirectory() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    PostgresConfig config = PostgresConfig.of("primary", file.resolve("below"), ports.getFirst());

    assertThatThrownBy(() -> PostgresServer.startPrimary(config, binaries, spawner))
        .satisfies(hasCode(Code.DIRECTORY_NOT_WRITABLE))
        .hasMessageContaining(file.toString());
  }

  @Test
  void start_withSettingPostgresRefuses_quotesItsLog() {
    PostgresConfig config =
        PostgresConfig.of("primary", directory, ports.getFirst())
            .with("shared_buffers", "nonsense");

    assertThatThrownBy(() -> PostgresServer.startPrimary(config, binaries, spawner))
        .satisfies(hasCode(Code.START_FAILED))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.messageWithDetail()).contains("invalid value", "nonsense"));
    assertThat(spawner.running()).isEmpty();
  }

  @Test
  void start_interrupted_leavesNoProcess() throws Exception {
    // it listens where nobody asks it, so that its start never ends by itself
    PostgresConfig config = primaryConfig().with("port", ports.getLast().toString());
    var failure = new CompletableFuture<Throwable>();
    Thread starter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    PostgresServer.startPrimary(config, binaries, spawner);
                  } catch (StoreException e) {
                    failure.complete(e);
                  }
                });
    await().until(() -> spawner.running().stream().anyMatch(c -> c.name().equals(config.name())));

    starter.interrupt();
    starter.join();

    assertThat(failure).isCompletedWithValueMatching(e -> hasCode(e, Code.INTERRUPTED));
    assertThat(spawner.running()).isEmpty();
    await().until(() -> ProcessHandle.allProcesses().noneMatch(this::worksHere));
  }

  @Test
  @EnabledIf(value = "root", disabledReason = "only root can become another user")
  void data_writtenAsNobody_isServedFromAUserNamespaceAndBack() throws Exception {
    List<RootExit> ways = List.of(RootExit.NOBODY, spawner.rootExit(), RootExit.NOBODY);
    for (int start = 0; start < ways.size(); start++) {
      try (var own = Spawner.open(ways.get(start));
          var server = PostgresServer.startPrimary(primaryConfig(), binaries, own)) {
        execute(server, "CREATE TABLE kept%d ()".formatted(start));
        assertThat(number(server, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'kept%'"))
            .isEqualTo(start + 1);
      }
    }
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private boolean worksHere(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(directory.toString());
  }
}
