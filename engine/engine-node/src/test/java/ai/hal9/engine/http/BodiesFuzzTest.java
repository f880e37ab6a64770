package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.signal.Priority;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.fuzz.Damaged;
import ai.hal9.engine.http.SignalDecoder.Decoded;
import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.memory.StateText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Any bytes are a value or are refused with a problem. */
class BodiesFuzzTest {

  private static final ObjectMapper JSON = new JsonMapper();
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final List<Map<String, Object>> SIGNALS =
      List.of(
          Map.of("content", "hello", "layer", "L4", "neuron_id", "n", "priority", "high"),
          Map.of(
              "content", "gr\u00fc\u00df dich \ud83d\ude00", "user_id", "u", "n", List.of(1, -2.5)),
          Map.of("content", "x".repeat(300), "extra", Map.of("a", Map.of("b", true))));

  @Property
  void signalInJson_anyBytes_isReadOrRefused(@ForAll("jsonSignals") byte[] bytes) {
    readOrRefused(Wire.JSON, bytes);
  }

  @Property
  void signalInCbor_anyBytes_isReadOrRefused(@ForAll("cborSignals") byte[] bytes) {
    readOrRefused(Wire.CBOR, bytes);
  }

  @Property
  void signal_written_isReadBack(@ForAll("signals") SignalRequest signal) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("content", signal.content());
    fields.put("layer", signal.layer() == null ? null : signal.layer().name());
    fields.put("neuron_id", signal.neuronId());
    fields.put("user_id", signal.userId());
    fields.put("priority", signal.priority().name().toLowerCase(Locale.ROOT));
    var json = JSON.writeValueAsBytes(fields);
    var cbor = CBOR.writeValueAsBytes(fields);
    assertThat(SignalDecoder.decode(Wire.JSON, json, json.length))
        .isEqualTo(new Decoded.Signal(signal));
    assertThat(SignalDecoder.decode(Wire.CBOR, cbor, cbor.length))
        .isEqualTo(new Decoded.Signal(signal));
  }

  @Property
  void tuning_anyBytes_isReadOrRefused(@ForAll("tunings") byte[] bytes) {
    if (TuningRequest.read(bytes, bytes.length) instanceof TuningRequest.Read.Wrong(var problem)) {
      told(problem);
    }
  }

  @Property
  void game_anyBytes_isReadOrRefused(@ForAll("games") byte[] bytes) {
    List<GameBody.Reading<?>> readings =
        List.of(GameBody::settings, GameBody::action, GameBody::player, GameBody::joining);
    for (var reading : readings) {
      if (GameBody.read(bytes, bytes.length, reading)
          instanceof GameBody.Read.Wrong<?>(var problem)) {
        told(problem);
      }
    }
  }

  @Property
  void memory_anyBytes_isReadOrRefused(@ForAll("memories") byte[] bytes, @ForAll boolean kept) {
    var buffer = Arrays.copyOf(bytes, bytes.length + 100);
    switch (MemoryBody.read(buffer, bytes.length, kept)) {
      case MemoryBody.Right(var content, var embedding, var limit) -> {
        if (kept) {
          assertThat(content).isNotBlank();
          assertThat(StateText.storable(content)).isTrue();
        }
        assertThat(embedding).allMatch(number -> Float.isFinite(number));
        assertThat(limit).isBetween(1, NeuronMemory.MOST);
      }
      case MemoryBody.Wrong(var problem) -> told(problem);
    }
  }

  @Property
  void account_anyBytes_isReadOrRefused(@ForAll("accounts") byte[] bytes) {
    var fields = AuthBody.read(bytes, bytes.length);
    fields.text("username");
    fields.optional("display_name");
    var problem = fields.problem();
    if (problem != null) {
      told(problem);
    }
  }

  private static void readOrRefused(Wire wire, byte[] bytes) {
    // As they come: at the beginning of a larger buffer.
    var buffer = Arrays.copyOf(bytes, bytes.length + 100);
    switch (SignalDecoder.decode(wire, buffer, bytes.length)) {
      case Decoded.Signal(var request) -> assertThat(request.content()).isNotBlank();
      case Decoded.Wrong(var problem) -> told(problem);
    }
  }

  private static void told(Problem problem) {
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).doesNotContain("Exception", "tools.jackson");
  }

  @Provide
  Arbitrary<byte[]> jsonSignals() {
    return Damaged.of(
        SIGNALS.stream().map(JSON::writeValueAsBytes).toList(),
        Damaged.json("\"content\"", "\"layer\":5"));
  }

  @Provide
  Arbitrary<byte[]> cborSignals() {
    return Damaged.of(SIGNALS.stream().map(CBOR::writeValueAsBytes).toList(), Damaged.cbor());
  }

  @Provide
  Arbitrary<byte[]> tunings() {
    return Damaged.of(
        List.of(
            "{\"scope\":\"node\",\"values\":{\"performance.caching\":\"on\",\"a\":5},\"who\":\"me\"}"
                .getBytes(UTF_8),
            "{\"values\":{\"a\":true},\"who\":\"me\",\"why\":\"w\",\"revert_after\":\"30s\",\"expected_version\":7}"
                .getBytes(UTF_8)),
        Damaged.json("\"expected_version\":1e99", "\"revert_after\":\"999999999999h\""));
  }

  @Provide
  Arbitrary<byte[]> games() {
    return Damaged.of(
        List.of(
            "{\"name\":\"g\",\"max_players\":5,\"min_players\":3,\"rounds\":10,\"round_ms\":500}"
                .getBytes(UTF_8),
            "{\"player_id\":\"019a0000-0000-7000-8000-000000000001\",\"side\":1,\"round\":2}"
                .getBytes(UTF_8)),
        Damaged.json("\"side\":", "\"player_id\":", "\"round\":"));
  }

  @Provide
  Arbitrary<byte[]> memories() {
    return Damaged.of(
        List.of(
            "{\"content\":\"seen\",\"embedding\":[0.5,-1,2e3],\"limit\":5}".getBytes(UTF_8),
            "{\"content\":\"seen\"}".getBytes(UTF_8)),
        Damaged.json("\"embedding\":[1e39]", "\"embedding\":[0]", "\"limit\":0", "1e-400"));
  }

  @Provide
  Arbitrary<byte[]> accounts() {
    return Damaged.of(
        List.of(
            "{\"username\":\"ada\",\"password\":\"12345678\",\"display_name\":null}"
                .getBytes(UTF_8)),
        Damaged.json("\"username\":", "\"display_name\":"));
  }

  @Provide
  Arbitrary<SignalRequest> signals() {
    var text =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT)
            .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .list()
            .ofMinSize(1)
            .ofMaxSize(50)
            .map(
                points -> {
                  var made = new StringBuilder();
                  points.forEach(made::appendCodePoint);
                  return made.toString();
                })
            .filter(made -> !made.isBlank());
    return Combinators.combine(
            text,
            Arbitraries.of(Layer.class).injectNull(0.3),
            text.injectNull(0.3),
            text.injectNull(0.3),
            Arbitraries.of(Priority.class))
        .as(SignalRequest::new);
  }
}
