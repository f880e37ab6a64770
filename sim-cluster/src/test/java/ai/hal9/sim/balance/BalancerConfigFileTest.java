package ai.hal9.sim.balance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.balance.BalancerConfigFile.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BalancerConfigFileTest {

  @Test
  void parse_fewKeys_keepsDefaultsForTheRest() {
    var reading =
        BalancerConfigFile.parse(
            """
            port: 9090
            fail_timeout: 10s
            upstreams:
              - {name: a, url: "http://127.0.0.1:9000", weight: 10}
            """);
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Read.class,
            read -> {
              assertThat(read.config().listener().port()).isEqualTo(9090);
              assertThat(read.config().checking().failTimeout()).isEqualTo(Duration.ofSeconds(10));
              assertThat(read.config().checking().maxFails()).isEqualTo(3);
              assertThat(read.config().upstreams()).hasSize(1);
            });
  }

  @Test
  void parse_manyErrors_listsEachOne() {
    var reading =
        BalancerConfigFile.parse(
            """
            prot: 1
            port: 70000
            read_timeout: soon
            upstreams:
              - {name: a, url: "ftp://x"}
              - {name: b, url: "http://127.0.0.1:9000", weight: 0}
            """);
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Rejected.class,
            rejected ->
                assertThat(rejected.errors())
                    .hasSize(5)
                    .anyMatch(error -> error.startsWith("prot: unknown key"))
                    .anyMatch(error -> error.startsWith("port: must be from 0 to 65535"))
                    .anyMatch(error -> error.startsWith("read_timeout: must be a duration"))
                    .anyMatch(error -> error.startsWith("upstreams[0].url"))
                    .anyMatch(error -> error.startsWith("upstreams[1].weight")));
  }
}
