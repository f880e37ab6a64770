package ai.hal9.engine.http;

import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.memory.StateText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bodies of requests on memories. */
sealed interface MemoryBody {

  /** The most characters of a memory. */
  int LONGEST = 20_000;

  /** What the body says. */
  record Right(String content, List<Float> embedding, int limit) implements MemoryBody {}

  /** What is wrong with it. */
  record Wrong(Problem problem) implements MemoryBody {}

  JsonMapper JSON = new JsonMapper();

  /**
   * Reads one.
   *
   * @param memory whether it is a memory to keep, which needs its content; else one to look for,
   *     which needs its embedding
   */
  static MemoryBody read(byte[] bytes, int length, boolean memory) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes, 0, length);
    } catch (JacksonException e) {
      return new Wrong(Problem.badRequest("The body is not JSON."));
    }
    if (!root.isObject()) {
      return new Wrong(Problem.badRequest("The body must be a JSON object."));
    }
    var content = root.path("content").asString("");
    if (memory
        && (content.isBlank() || content.length() > LONGEST || !StateText.storable(content))) {
      return new Wrong(
          Problem.badField("content", "must be a text of 1 to " + LONGEST + " characters"));
    }
    var embedding = embedding(root.path("embedding"));
    if (embedding.isEmpty() || (!memory && embedding.get().isEmpty())) {
      return new Wrong(
          Problem.badField(
              "embedding",
              "must be a list of 1 to " + NeuronMemory.MOST_DIMENSIONS + " numbers, not all 0"));
    }
    var limit = root.path("limit");
    if (!limit.isMissingNode()
        && (!limit.isInt() || limit.asInt() < 1 || limit.asInt() > NeuronMemory.MOST)) {
      return new Wrong(
          Problem.badField("limit", "must be a whole number from 1 to " + NeuronMemory.MOST));
    }
    return new Right(content, embedding.get(), limit.asInt(20));
  }

  private static Optional<List<Float>> embedding(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.of(List.of());
    }
    if (!node.isArray() || node.isEmpty() || node.size() > NeuronMemory.MOST_DIMENSIONS) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Float>();
    for (var each : node) {
      var number = each.isNumber() ? Float.parseFloat(each.asString()) : Float.NaN;
      if (!Float.isFinite(number)) {
        return Optional.empty();
      }
      numbers.add(number);
    }
    return numbers.stream().allMatch(number -> number == 0)
        ? Optional.empty()
        : Optional.of(numbers);
  }
}
