package ai.hal9.engine.cache;

import ai.hal9.engine.digest.Sha256;
import ai.hal9.engine.neuron.Neuron;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What an answer depends on: the neuron that serves, which has one layer, and the content. */
public final class AnswerKey implements Comparable<AnswerKey> {

  private final Neuron neuron;
  private final String content;
  private final int hash;
  private @Nullable String digest;

  /** Of a request. */
  public AnswerKey(Neuron neuron, String content) {
    this.neuron = neuron;
    this.content = content;
    this.hash = 31 * neuron.id().hashCode() + content.hashCode();
  }

  /** The request's content. */
  public String content() {
    return content;
  }

  /** The SHA-256 of layer, neuron and content: no two requests share one. */
  String digest() {
    var known = digest;
    if (known == null) {
      known = compute();
      digest = known;
    }
    return known;
  }

  private String compute() {
    var hasher = Sha256.digest();
    hasher.update(neuron.layer().name().getBytes(StandardCharsets.UTF_8));
    hasher.update((byte) 0);
    hasher.update(neuron.id().getBytes(StandardCharsets.UTF_8));
    hasher.update((byte) 0);
    hasher.update(content.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hasher.digest());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnswerKey key
        && hash == key.hash
        && neuron.id().equals(key.neuron.id())
        && content.equals(key.content);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(AnswerKey other) {
    var byContent = content.compareTo(other.content);
    return byContent == 0 ? neuron.id().compareTo(other.neuron.id()) : byContent;
  }
}
