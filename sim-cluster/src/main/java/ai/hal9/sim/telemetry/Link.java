package ai.hal9.sim.telemetry;

import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream to one member open: a broken one is opened anew, after each failure in a row with
 * twice the pause, and one that shows no sign of life is given up. Pauses are counted in rounds,
 * the times it is looked after.
 */
final class Link {

  private static final int LONGEST_PAUSE = 8;

  /** Nodes send a ping after 15 s without a message; half as long again is silence. */
  private static final int ROUNDS_OF_SILENCE = 46;

  private final String name;
  private final BiFunction<URI, Consumer<String>, NodeStream> opener;
  private final Consumer<String> messages;
  private volatile URI url;
  private volatile @Nullable NodeStream stream;
  private volatile String broke = "";
  private long signs;
  private int silent;
  private int failures;
  private int pause;

  Link(
      String name,
      URI url,
      BiFunction<URI, Consumer<String>, NodeStream> opener,
      Consumer<String> messages) {
    this.name = name;
    this.url = url;
    this.opener = opener;
    this.messages = messages;
  }

  /** Looks after the stream; called by one thread, round by round. */
  void round(URI at) {
    var current = stream;
    if (current != null && !url.equals(at)) {
      current.close("the node has moved");
      failures = 0;
      pause = 0;
    }
    url = at;
    if (current == null) {
      reopen();
    } else if (current.open()) {
      listen(current);
    } else if (pause > 0) {
      pause--;
    } else {
      reopen();
    }
  }

  private void reopen() {
    var ended = stream;
    broke = ended == null ? "" : ended.reason();
    pause = Math.min(LONGEST_PAUSE, (1 << failures) - 1);
    failures = Math.min(failures + 1, LONGEST_PAUSE);
    signs = 0;
    silent = 0;
    stream = opener.apply(url, messages);
  }

  private void listen(NodeStream current) {
    if (current.signs() > signs) {
      signs = current.signs();
      silent = 0;
      failures = 0;
      pause = 0;
    } else if (++silent == ROUNDS_OF_SILENCE) {
      current.close("no sign of life");
    }
  }

  /** Whether messages can arrive, or may soon. */
  boolean open() {
    var current = stream;
    return current != null && current.open();
  }

  NodeLink told() {
    var current = stream;
    if (current == null) {
      return new NodeLink(name, url, NodeLink.State.OPENING, "");
    }
    // An attempt to open what has been open, or could not be, changes nothing until it succeeds.
    return current.state() == NodeLink.State.OPENING && !broke.isEmpty()
        ? new NodeLink(name, url, NodeLink.State.BROKEN, broke)
        : new NodeLink(name, url, current.state(), current.reason());
  }

  void close() {
    var current = stream;
    if (current != null) {
      current.close("closed");
    }
  }
}
