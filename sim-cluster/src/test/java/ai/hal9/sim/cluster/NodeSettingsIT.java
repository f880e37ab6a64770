package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import ai.hal9.sim.SimJson;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as the engine itself reads them. */
@Tag("real-nodes")
class NodeSettingsIT {

  @TempDir private Path folder;

  @Test
  void file_inOrder_isKept_withItsPathsAbsolute() throws Exception {
    var key = Files.writeString(folder.resolve("key"), "secret");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    var settings =
        read(
            """
            profile: seed-5
            log: {format: json}
            claude:
              mode: api
              model: some-model
              url: http://127.0.0.1:9
              api_key_file: key
              input_price_per_million: 3
              output_price_per_million: 15
            cache: {ttl_seconds: 30}
            """);

    assertThat(settings.top().get("claude"))
        .isInstanceOfSatisfying(
            Map.class, claude -> assertThat(claude.get("api_key_file")).isEqualTo(key.toString()));
    assertThat(settings.tuning()).containsEntry("database.statement_cache_capacity", "1000");
    assertThat(ClusterSpec.named("a").withNodeSettings(settings).effectiveSettings())
        .containsAllEntriesOf(settings.tuning());
    // so it travels to the supervisor
    var spec = ClusterSpec.named("a").withNodeSettings(settings);
    assertThat(SimJson.LINE.readValue(SimJson.LINE.writeValueAsString(spec), ClusterSpec.class))
        .isEqualTo(spec);
  }

  @Test
  void mistakes_areAllNamed_withTheFileAndTheirLines() {
    assertThatThrownBy(() -> read("log: {format: xml}\nserver:\n  http3: on\n"))
        .isInstanceOfSatisfying(
            SimException.class,
            e -> assertThat(e.code()).isEqualTo(SimException.Code.CONFIGURATION))
        .hasMessageContaining("--node-config " + folder.resolve("node.yaml"))
        .hasMessageContaining("line 1")
        .hasMessageContaining("log.format")
        .hasMessageContaining("line 3")
        .hasMessageContaining("server.http3");
  }

  @Test
  void keys_thatTheClusterSays_areRefused_withTheOptionThatSaysThem() {
    assertThatThrownBy(() -> read("server: {port: 9100}\nnode: {region: us-west}\n"))
        .hasMessageContaining("server.port: the cluster itself says this of its nodes")
        .hasMessageContaining("node.region: say it with --region");
  }

  @Test
  void file_ofCommentsAlone_saysNothing() throws Exception {
    assertThat(read("# nothing yet\n")).isEqualTo(NodeSettings.NONE);
  }

  @Test
  void file_thatIsNone_isRefused() {
    assertThatThrownBy(
            () -> NodeSettings.read(folder.resolve("none"), new Installation(Path.of(".."))))
        .isInstanceOf(SimException.class)
        .hasMessageContaining("cannot be read");
  }

  private NodeSettings read(String yaml) throws IOException, InterruptedException {
    return NodeSettings.read(
        Files.writeString(folder.resolve("node.yaml"), yaml), new Installation(Path.of("..")));
  }
}
