package ai.hal9.engine.model;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.Secret;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Events;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;

/** A server on loopback that speaks the Messages API, and models that ask it. */
public final class LocalApi implements AutoCloseable {

  /** The key that models send. */
  public static final String KEY = "sk-test-0123456789";

  /** The model that answers. */
  public static final String MODEL = "claude-test-1";

  final MockWebServer server = new MockWebServer();
  final RecordedMeters meters = new RecordedMeters();

  /** Serves on a free port. */
  public LocalApi() {
    try {
      server.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer of a model that is well: 10 tokens in, 5 out. */
  public static MockResponse.Builder said(String text) {
    return new MockResponse.Builder()
        .code(200)
        .addHeader("content-type", "application/json")
        .body(
            """
            {"id":"msg_013Zva2CMHLNnXjNJJKqJ2EF","type":"message","role":"assistant",
             "model":"%s","content":[{"type":"text","text":"%s"}],
             "stop_reason":"end_turn","stop_sequence":null,
             "usage":{"input_tokens":10,"cache_creation_input_tokens":0,
                      "cache_read_input_tokens":0,"output_tokens":5}}
            """
                .formatted(MODEL, text));
  }

  /** An error as the API gives it. */
  public static MockResponse.Builder error(int status, String type, String message) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("content-type", "application/json")
        .body(
            "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}"
                .formatted(type, message));
  }

  /** Where it serves. */
  public URI url() {
    return server.url("/").uri();
  }

  /** What the server does next. */
  public void then(MockResponse.Builder response) {
    server.enqueue(response.build());
  }

  /** How many requests have come. */
  public int requests() {
    return server.getRequestCount();
  }

  /** A model that asks this server; three dollars a million tokens in, fifteen out. */
  public LanguageModel model(Knobs knobs) {
    return model(knobs, (window, heard, amount, life) -> OptionalLong.of(amount), builder -> {});
  }

  AnthropicModel model(Knobs knobs, SharedSpending spending, Consumer<OkHttpClient.Builder> more) {
    return new AnthropicModel(
        config(server.url("/").uri()),
        spending,
        new AnthropicModel.Surroundings(
            knobs, meters, Events.none(), InstantSource.system(), System::nanoTime, new Random(7)),
        more);
  }

  static NodeConfig.Api config(URI url) {
    return new NodeConfig.Api(
        url,
        "2023-06-01",
        new Secret(KEY),
        MODEL,
        1_000,
        "",
        BigDecimal.valueOf(3),
        BigDecimal.valueOf(15),
        Duration.ofSeconds(1),
        Duration.ofSeconds(90),
        10);
  }

  @Override
  public void close() {
    server.close();
  }
}
