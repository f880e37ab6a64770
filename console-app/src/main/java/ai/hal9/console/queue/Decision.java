package ai.hal9.console.queue;

/** What becomes of dead letters. */
enum Decision {
  REDRIVE("Put back into the queue", "put back into the queue"),
  DISCARD("Discard for good", "discarded");

  private final String verb;
  private final String done;

  Decision(String verb, String done) {
    this.verb = verb;
    this.done = done;
  }

  /** As a button says it that asks no more. */
  String verb() {
    return verb;
  }

  /** As it is told afterwards. */
  String done() {
    return done;
  }
}
