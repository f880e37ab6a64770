package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.Layer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

class WireTest {

  private static final CBORMapper MAPPER = new CBORMapper();

  /** {"content": "hello", "layer": "L2"}, as RFC 8949's appendix B encodes it. */
  private static final byte[] HELLO =
      HexFormat.of()
          .parseHex("a2" + "67636f6e74656e74" + "6568656c6c6f" + "656c61796572" + "624c32");

  private final FakeNode node = new FakeNode();
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    node.start(FakeNode.limits());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private HttpResponse<byte[]> post(byte[] body, String type, String accept)
      throws IOException, InterruptedException {
    var url = "http://127.0.0.1:" + node.address().getPort() + "/api/v1/signal";
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", type)
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void signalAndAnswer_inCbor_sayWhatTheySayInJson() throws Exception {
    var answer = post(HELLO, "application/cbor", "application/cbor");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/cbor");
    assertThat(node.calls.getFirst().request().content()).isEqualTo("hello");
    assertThat(node.calls.getFirst().request().layer()).isEqualTo(Layer.L2);
    var data = MAPPER.readTree(answer.body()).path("data");
    assertThat(data.path("content").asString()).isEqualTo("echo: hello");
    assertThat(data.path("path")).hasSize(2);
    assertThat(data.path("timings").path("store").asDouble()).isEqualTo(2.5);
    assertThat(HexFormat.of().formatHex(answer.body()))
        .as("the id, tagged 37, as 16 bytes")
        .contains("d82550" + FakeNode.ID.toString().replace("-", ""));
  }

  @Test
  void answers_inBothFormats_haveTheSameFields() throws Exception {
    var cbor = MAPPER.readTree(post(HELLO, "application/cbor", "application/cbor").body());
    var json = new JsonMapper().readTree(post(HELLO, "application/cbor", "*/*").body());
    assertThat(cbor.propertyNames()).isEqualTo(json.propertyNames());
    assertThat(List.copyOf(cbor.path("data").propertyNames()))
        .isEqualTo(List.copyOf(json.path("data").propertyNames()));
    assertThat(cbor.path("data").path("models").size())
        .isEqualTo(json.path("data").path("models").size());
  }

  @Test
  void formats_ofBodyAndAnswer_areChosenApart() throws Exception {
    var cbor =
        post("{\"content\":\"hello\"}".getBytes(UTF_8), "application/json", "application/cbor");
    assertThat(MAPPER.readTree(cbor.body()).path("data").path("content").asString())
        .isEqualTo("echo: hello");
    var json = post(HELLO, "application/cbor; charset=x", "*/*");
    assertThat(json.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void wrongCbor_isRefusedAsJsonProblems() throws Exception {
    for (var body :
        new byte[][] {
          {}, {0x01}, {(byte) 0xA1}, {(byte) 0xFF}, {(byte) 0x9B, 1, 1, 1, 1, 1, 1, 1, 1}
        }) {
      var answer = post(body, "application/cbor", "application/cbor");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    }
    var wrongType = post(MAPPER.writeValueAsBytes(Map.of("content", 5)), "application/cbor", "*/*");
    assertThat(new String(wrongType.body(), UTF_8)).contains("'content'", "must be a string");
    assertThat(node.calls).isEmpty();
  }

  @Test
  void tagsUponTags_areRefusedAtOnce_andTheUsualOnesAreNot() throws Exception {
    var hello = HexFormat.of().formatHex(HELLO);
    var selfDescribed = HexFormat.of().parseHex("d9d9f7" + hello);
    assertThat(post(selfDescribed, "application/cbor", "*/*").statusCode()).isEqualTo(200);
    var tagged = HexFormat.of().parseHex("a161" + "61" + "c1".repeat(1_000_000));
    var answer = post(tagged, "application/cbor", "*/*");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8)).contains("more than 16 tags");
  }

  @Test
  void noiseAsCbor_neverFailsTheNode() throws Exception {
    for (var i = 0; i < 300; i++) {
      var noise = HELLO.clone();
      for (var hits = 0; hits < 3; hits++) {
        noise[ThreadLocalRandom.current().nextInt(noise.length)] =
            (byte) ThreadLocalRandom.current().nextInt();
      }
      assertThat(post(noise, "application/cbor", "*/*").statusCode())
          .as(HexFormat.of().formatHex(noise))
          .isIn(200, 400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/cbor, CBOR",
    "'application/cbor, application/json', CBOR",
    "'application/json, application/cbor;q=0.9', JSON",
    "'application/cbor;q=0', JSON",
    "'*/*;q=0.1, Application/CBOR;q=0.5', CBOR",
    "'application/cbor;q=0.2, application/*', JSON",
    "'text/html, application/xhtml+xml, */*;q=0.8', JSON",
    "nonsense, JSON"
  })
  void answer_hasTheFormatMostWanted(String accept, Wire wire) {
    assertThat(Wire.wanted(accept)).isEqualTo(wire);
  }
}
