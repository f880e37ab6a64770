package ai.hal9.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.fuzz.Damaged;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text is a configuration, or is refused with what is wrong. */
class ConfigFuzzTest {

  private static final List<String> SAMPLES =
      List.of(
          """
          profile: production
          node: {name: node-1, cluster: demo, region: eu}
          server: {host: 127.0.0.1, port: 9000, header_timeout: 1s, max_body_bytes: 65536}
          database: {url: "jdbc:postgresql://127.0.0.1:5432/hal9", username: hal9, max_connections: 4}
          redis: {url: "redis://127.0.0.1:6379"}
          """,
          """
          performance:
            signal_buffer_size: 20
            buffer_flush_ms: 5
          neurons:
            - {id: a, layer: L4, forward_connections: [b]}
            - {id: b, layer: L3}
          claude:
            mode: mock
            mock_responses:
              L4: [{trigger: x, response: y, delay_ms: 5}]
          """,
          """
          claude: {mode: api, url: "http://127.0.0.1:1", model: m, input_price_per_million: 3,
            output_price_per_million: 15}
          session: {regions: "eu=10.0.0.0/8", trusted_proxies: "127.0.0.0/8, ::1/128"}
          auth: required
          balancer: {url: "http://127.0.0.1:2"}
          """);

  @Property
  void configuration_anyText_isReadOrRefused(@ForAll("files") String text) {
    switch (ConfigFile.parse(
        text,
        Path.of("/nowhere"),
        Map.of("HAL9_SERVER_HOST", "127.0.0.1", "HAL9_CLAUDE_URL", "http://127.0.0.1:1"))) {
      case ConfigReading.Accepted(var config) -> assertThat(config.neurons()).isNotEmpty();
      case ConfigReading.Refused(var problems) ->
          assertThat(problems)
              .isNotEmpty()
              .noneMatch(problem -> problem.toString().contains("Exception"));
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Damaged.text(
        SAMPLES,
        List.of(
            "\n",
            "  ",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|",
            ">",
            "&a ",
            "*a",
            "!!int ",
            "? ",
            "<<: ",
            "%YAML 9.9",
            "---",
            "...",
            "\t",
            "#",
            "null",
            "~",
            "99999999999999999999",
            "-1",
            "1e9",
            "/99",
            "::",
            "http://",
            "jdbc:",
            "\u0000",
            "\ufeff",
            "\ud83d\ude00"));
  }
}
