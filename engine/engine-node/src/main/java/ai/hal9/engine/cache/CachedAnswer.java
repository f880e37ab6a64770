package ai.hal9.engine.cache;

import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.neuron.Neuron;
import java.util.List;

/** A final answer, with the part of its row's payload that every signal answered by it shares. */
public final class CachedAnswer {

  private static final int ROOM = 200;

  private final String content;
  private final List<String> path;
  private final List<String> models;
  private final byte[] payload;

  private CachedAnswer(String content, List<String> path, List<String> models, byte[] payload) {
    this.content = content;
    this.path = List.copyOf(path);
    this.models = List.copyOf(models);
    this.payload = payload;
  }

  /** The answer to a request's content. */
  public static CachedAnswer of(
      Neuron neuron, String request, String content, List<String> path, List<String> models) {
    var json = new JsonBytes(ROOM + request.length() + content.length());
    json.raw("\"content\":").quoted(request);
    json.raw(",\"layer\":").quoted(neuron.layer().name());
    json.raw(",\"path\":").quoted(path);
    json.raw(",\"models\":").quoted(models);
    json.raw(",\"response\":").quoted(content);
    json.raw(",\"neuron\":").quoted(neuron.id()).raw("}");
    return new CachedAnswer(content, path, models, json.toBytes());
  }

  /** The answer. */
  public String content() {
    return content;
  }

  /** The neurons visited. */
  public List<String> path() {
    return path;
  }

  /** The names of the models that replied. */
  public List<String> models() {
    return models;
  }

  /**
   * JSON text: content, layer, path, models, response and neuron, and the closing brace; read only.
   */
  public byte[] payload() {
    return payload;
  }

  /** An estimate of the heap it holds together with its request. */
  long weight() {
    return ROOM + 2L * payload.length;
  }
}
