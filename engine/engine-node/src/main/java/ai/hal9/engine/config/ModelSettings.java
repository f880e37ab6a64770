package ai.hal9.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The keys of {@code claude:} that hold a single value and are read at the start. */
final class ModelSettings {

  static final String API = "api";

  /** Where the key may stand too, as Anthropic's own clients look for it. */
  static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";

  static final Setting MODE =
      Setting.choice(
          "claude.mode",
          "mock",
          List.of("mock", API),
          "The language model: answers from a list, or Anthropic's Messages API.");
  static final Setting URL =
      Setting.url(
          "claude.url",
          "https://api.anthropic.com",
          List.of("https://", "http://"),
          "The API's address; plain http on loopback only.");
  static final Setting VERSION =
      Setting.headerValue("claude.api_version", "2023-06-01", "The header anthropic-version.");
  static final Setting KEY_FILE =
      Setting.file(
          "claude.api_key_file",
          "Holds the API key, which may stand in " + KEY_VARIABLE + " in the environment instead.");
  static final Setting MODEL =
      Setting.text("claude.model", "", "The model's name; mode api needs one.");
  static final Setting MAX_TOKENS =
      Setting.integer("claude.max_tokens", 1, 1_000_000, 1_024, "The longest reply, in tokens.");
  static final Setting SYSTEM_PROMPT =
      Setting.text(
          "claude.system_prompt",
          "",
          "Replaces the product's own; {neuron}, {layer} and {connections} are filled in.");
  static final Setting INPUT_PRICE =
      Setting.price(
          "claude.input_price_per_million", "Dollars a million input tokens; mode api needs it.");
  static final Setting OUTPUT_PRICE =
      Setting.price(
          "claude.output_price_per_million", "Dollars a million output tokens; mode api needs it.");
  static final Setting CONNECT_TIMEOUT =
      Setting.duration(
          "claude.connect_timeout",
          Duration.ofMillis(50),
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          "How long a connection to the API may take to open.");

  private ModelSettings() {}

  static Stream<Setting> all() {
    return Stream.of(
        MODE,
        URL,
        VERSION,
        KEY_FILE,
        MODEL,
        MAX_TOKENS,
        SYSTEM_PROMPT,
        INPUT_PRICE,
        OUTPUT_PRICE,
        CONNECT_TIMEOUT);
  }
}
