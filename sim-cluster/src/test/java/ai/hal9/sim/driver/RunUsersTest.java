package ai.hal9.sim.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.Scenario;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioReading;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunUsersTest {

  private static final String PLAIN = "{executor: constant-vus, vus: 1, duration: 1s}";

  private final KnowingTarget target;
  private final ClusterAddress address;

  RunUsersTest() throws IOException {
    target = new KnowingTarget(Map.of("one", "u-1", "two", "u-2"));
    address = new ClusterAddress(target.url(), "");
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void given_areTheirTokensUsers(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("tokens"), "one\n  two\n\n");
    var users = RunUsers.inFile(file);

    assertThat(LoggedIn.of(users, address, scenario(PLAIN)).users())
        .containsExactly(new LoadUser("u-1", "one"), new LoadUser("u-2", "two"));
    assertThat(users).hasToString("2 users");
  }

  @Test
  void given_aTokenOfNobody_isRefusedWithoutSayingIt() {
    var users = new RunUsers.Given(List.of("one", "stolen"));
    assertThatThrownBy(() -> LoggedIn.of(users, address, scenario(PLAIN)))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("does not take")
        .hasMessageNotContaining("stolen");
  }

  @Test
  void nobody_whereUsersAreDemanded_isToldHowToNameOne() {
    assertThatThrownBy(() -> LoggedIn.of(new RunUsers.Nobody(), address, scenario(PLAIN)))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("--user-token-file")
        .hasMessageContaining("HAL9_USER_TOKEN");
  }

  @Test
  void scenario_thatSaysWhoItIsFrom_isLeftAsItIs() throws InterruptedException {
    var own =
        scenario(
            """
            executor: constant-vus
            vus: 1
            duration: 1s
            mix: [{path: /api/v1/status, headers: {authorization: Bearer mine}}]
            """);
    assertThat(LoggedIn.of(new RunUsers.Nobody(), address, own).users()).isEmpty();
  }

  @Test
  void file_withoutATokenOrMissing_isAMistake(@TempDir Path directory) throws IOException {
    var empty = Files.writeString(directory.resolve("empty"), " \n");
    assertThatThrownBy(() -> RunUsers.inFile(empty)).hasMessageContaining("holds no token");
    assertThatThrownBy(() -> RunUsers.inFile(directory.resolve("none")))
        .hasMessageContaining("cannot read");
    assertThat(RunUsers.inEnvironment(Map.of("HAL9_USER_TOKEN", " "))).isEmpty();
  }

  private static Scenario scenario(String text) {
    return ((ScenarioReading.Accepted) ScenarioFiles.read("plain", text)).scenario();
  }
}
