package ai.hal9.engine.migration;

/**
 * A row that is not moved.
 *
 * @param table where in the source
 * @param row its rowid there
 * @param id its id as the source has it
 */
record RefusedRow(String table, long row, String id, String reason) {

  @Override
  public String toString() {
    return "%s, row %d (%s): %s".formatted(table, row, id, reason);
  }
}
