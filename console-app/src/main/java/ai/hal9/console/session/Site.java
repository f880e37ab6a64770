package ai.hal9.console.session;

/** Where a cluster runs, which says what may be done to it from here. */
public sealed interface Site {

  /**
   * On this machine, among the clusters of this {@code HAL9_HOME}: it can be stopped, too.
   *
   * @param name by which it is found there
   */
  record Own(String name) implements Site {}

  /** On this machine; somebody else looks after it. */
  record Here() implements Site {}

  /**
   * On another machine, or nobody can tell. It is looked at and not changed.
   *
   * @param why it counts as that, in a sentence
   */
  record Elsewhere(String why) implements Site {}
}
