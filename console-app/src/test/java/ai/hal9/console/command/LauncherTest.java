package ai.hal9.console.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a checkout whose Maven writes down that it was run. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

  /** What the empty jar has not. */
  private static final String STARTED = "ClassNotFoundException: ai.hal9.console.command.Hal9";

  @TempDir private Path checkout;

  private Path jar;

  @BeforeEach
  void built() throws IOException {
    var lib = Files.createDirectories(checkout.resolve("console-app/target/lib"));
    jar = Files.createFile(lib.resolve("console-app-1.jar"));
    Files.copy(Path.of("..", "hal9"), checkout.resolve("hal9"));
    Files.createDirectories(checkout.resolve("target"));
    Files.createFile(checkout.resolve("target/hal9.built"));
    var maven = Files.createDirectories(checkout.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\nmkdir -p \"%s\"\n: >\"%s\"\n".formatted(lib, again()));
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void build_newerThanTheSources_isRun() throws Exception {
    assertThat(said("run")).contains(STARTED).doesNotContain("building");
    assertThat(jar).exists();
  }

  @Test
  void sources_newerThanTheBuild_areBuilt() throws Exception {
    change();
    assertThat(said("run")).contains("building", STARTED);
    assertThat(jar).doesNotExist();
    assertThat(again()).exists();
  }

  @Test
  void sources_newerThanABuildThatRuns_leaveItItsJars() throws Exception {
    change();
    var runs = new ProcessBuilder("/bin/sh", "-c", "read line", "java", "-cp", jar + ":x").start();
    try {
      assertThat(said("run"))
          .contains("going on with that, since it runs (pid %d)".formatted(runs.pid()), STARTED);
      assertThat(said("bench"))
          .contains("which still runs (pid %d)".formatted(runs.pid()), "hal9 down")
          .doesNotContain(STARTED);
      assertThat(jar).exists();
      assertThat(again()).doesNotExist();
    } finally {
      runs.destroyForcibly().waitFor();
    }
    assertThat(said("bench")).contains("building", STARTED);
  }

  private Path again() {
    return jar.resolveSibling("console-app-2.jar");
  }

  private void change() throws IOException {
    var source = checkout.resolve("module/src/main/A.java");
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    Files.setLastModifiedTime(
        checkout.resolve("target/hal9.built"), FileTime.from(Instant.now().minusSeconds(3_600)));
  }

  private String said(String command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("/bin/sh", checkout.resolve("hal9").toString(), command)
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().merge("PATH", checkout.resolve("bin") + ":", (path, bin) -> bin + path);
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }
}
