package ai.hal9.engine.cache;

import ai.hal9.engine.neuron.Neuron;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What an answer depends on: the neuron that serves, which has one layer, and the content. */
public final class AnswerKey implements Comparable<AnswerKey> {

  private final Neuron neuron;
  private final String content;
  private final int hash;

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
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(neuron.layer().name().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(neuron.id().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(content.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
