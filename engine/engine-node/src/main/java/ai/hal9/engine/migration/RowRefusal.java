package ai.hal9.engine.migration;

/** Why a row cannot be moved. It has no stack, since a file may hold millions of such rows. */
final class RowRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  RowRefusal(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
