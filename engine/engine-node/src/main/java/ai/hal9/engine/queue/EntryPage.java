package ai.hal9.engine.queue;

import ai.hal9.engine.dialogue.Dialogue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;

/** Some entries of a stream, the oldest first. */
record EntryPage(List<StreamMessage<String, byte[]>> messages) {

  /** An entry may be a quarter of a megabyte, and a node's heap small. */
  static final int MOST = 8;

  EntryPage {
    messages = List.copyOf(messages);
  }

  /** So many of those between two ids. */
  static EntryPage of(Dialogue<byte[]> redis, String stream, String from, String last, int most) {
    var range = Range.create(from, last);
    return new EntryPage(redis.ask(commands -> commands.xrange(stream, range, Limit.from(most))));
  }

  /** Where the next begins; there must be some here. */
  String behind() {
    return "(" + messages.getLast().getId();
  }
}
