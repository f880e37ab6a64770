package ai.hal9.bench;

/** One way in which nodes talk to each other; both ends are in this process. */
interface PeerTalk extends AutoCloseable {

  /**
   * Says something to all who are to hear it.
   *
   * @param heard called once, on any thread, when all have heard it, or have answered where they do
   */
  void say(Runnable heard);

  /** Nanoseconds of processor time that another process has spent on it so far. */
  default long elsewhereNanos() {
    return 0;
  }

  /** Ends both ends. */
  @Override
  void close();
}
