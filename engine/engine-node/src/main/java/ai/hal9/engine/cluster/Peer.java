package ai.hal9.engine.cluster;

import ai.hal9.engine.config.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A node as the others of its cluster reach it, and the word by which it knows that a request comes
 * from one of them. Nodes tell each other the word through the cluster's Redis alone, so that no
 * client can pass for a node; it is good for one life of the node.
 *
 * @param url where it serves
 * @param word what a node that passes a request on must show
 */
public record Peer(URI url, Secret word) {

  private static final int WORD_BYTES = 16;
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** A node at this address, with a new word. */
  public static Peer at(URI url, SecureRandom random) {
    var word = new byte[WORD_BYTES];
    random.nextBytes(word);
    return new Peer(url, new Secret(HexFormat.of().formatHex(word)));
  }

  /** A client for asking other nodes: HTTP/1.1, with a second to connect. */
  public static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
  }

  /** Reads what {@link #told} wrote. */
  public static Peer parse(String told) {
    var space = told.indexOf(' ');
    return new Peer(URI.create(told.substring(space + 1)), new Secret(told.substring(0, space)));
  }

  /** The text for the cluster's Redis. */
  public String told() {
    return word.reveal() + " " + url;
  }

  /** Whether somebody showed this node's word. */
  public boolean recognises(@Nullable String shown) {
    return shown != null && word.equals(new Secret(shown));
  }
}
