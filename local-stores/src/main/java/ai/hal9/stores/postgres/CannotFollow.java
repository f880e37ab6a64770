package ai.hal9.stores.postgres;

/** A standby whose data cannot be brought up to its primary's; it has to be made anew. */
final class CannotFollow extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotFollow(String message) {
    super(message);
  }
}
