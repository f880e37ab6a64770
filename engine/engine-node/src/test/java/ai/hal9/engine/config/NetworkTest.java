package ai.hal9.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.8.0.0/14, 10.11.255.255, true",
    "10.8.0.0/14, 10.12.0.0, false",
    "10.8.0.0/14, 2001:db8::1, false",
    "192.0.2.129/25, 192.0.2.200, true",
    "192.0.2.129/25, 192.0.2.1, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "203.0.113.9, 203.0.113.9, true",
    "203.0.113.9, 203.0.113.8, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "10.0.0.0/8, ::ffff:10.1.2.3, true"
  })
  void network_containsWhatSharesItsBits(String network, String address, boolean contained)
      throws UnknownHostException {
    assertThat(Network.parse(network).orElseThrow().contains(InetAddress.getByName(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "10.0.0/8",
        "::1/129",
        "1.2.3.4.5",
        "ab",
        "10.0.0.256"
      })
  void otherText_isNoNetwork(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  @Test
  void regionList_isReadWholeOrNotAtAll() {
    assertThat(RegionList.parse("us-west 10.1.0.0/16 10.2.0.0/16, ap-south").orElseThrow())
        .containsOnlyKeys("us-west", "ap-south")
        .hasEntrySatisfying("us-west", networks -> assertThat(networks).hasSize(2))
        .containsEntry("ap-south", List.of());
    assertThat(RegionList.parse("")).hasValueSatisfying(map -> assertThat(map).isEmpty());
    assertThat(RegionList.parse("us-west 10.1.0.0/16, us-west ::1")).isEmpty();
    assertThat(RegionList.parse("us-west somewhere")).isEmpty();
    assertThat(RegionList.parse("us west:")).isEmpty();
  }
}
