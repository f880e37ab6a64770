package ai.hal9.engine.neuron;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A model's reply, read by the forwarding protocol.
 *
 * @param targets whom to forward to, in order and without repeats; empty: this is the answer
 * @param content the text after {@code CONTENT:}, or the whole reply where it forwards to nobody
 */
record Reply(List<String> targets, String content) {

  private static final String FORWARD = "FORWARD_TO:";
  private static final String CONTENT = "CONTENT:";

  /**
   * Reads {@code FORWARD_TO: a, b} on the first line and {@code CONTENT: text} from the next on.
   * Without content the text that came in goes on.
   */
  static Reply parse(String text, String incoming) {
    if (!text.startsWith(FORWARD)) {
      return new Reply(List.of(), content(text));
    }
    var end = text.indexOf('\n');
    var line = end < 0 ? text : text.substring(0, end);
    var targets = new LinkedHashSet<String>();
    for (var target : line.substring(FORWARD.length()).split(",", -1)) {
      if (!target.isBlank()) {
        targets.add(target.strip());
      }
    }
    var rest = end < 0 ? "" : content(text.substring(end + 1));
    return new Reply(List.copyOf(targets), rest.isBlank() ? incoming : rest);
  }

  private static String content(String text) {
    return text.startsWith(CONTENT) ? text.substring(CONTENT.length()).strip() : text;
  }
}
