package ai.hal9.console.tuning;

import java.util.List;

/**
 * Something the user must know before going on.
 *
 * @param kind how much it matters
 * @param words what happened and what to do
 * @param details line by line; may be empty
 * @param offers what can be done about it with one click
 */
record Notice(Kind kind, String words, List<String> details, List<Offer> offers) {

  enum Kind {
    /** It went well. */
    DONE,
    /** Nothing is lost, but look. */
    WARNING,
    /** It did not go. */
    FAILURE
  }

  /**
   * A way on.
   *
   * @param id stable
   * @param words a verb with its reach
   */
  record Offer(String id, String words, Runnable run) {}

  Notice {
    details = List.copyOf(details);
    offers = List.copyOf(offers);
  }

  /** Whether it may go by itself: nothing has to be done or read. */
  boolean passes() {
    return kind == Kind.DONE;
  }

  static Notice of(Kind kind, String words) {
    return new Notice(kind, words, List.of(), List.of());
  }
}
