package ai.hal9.engine.game;

/** Told what became of rows on their way into PostgreSQL; by a writer's thread, never blocks. */
interface Writes {

  /** The action is committed. */
  void committed(ActionRow row, long storedNanos);

  /** The action is not stored and will not be. */
  void refused(ActionRow row, String reason);

  /** The round is scored. */
  void scored(RoundRow row, long storedNanos);

  /** The round is not scored, and will not be by this row. */
  void unscored(RoundRow row, String reason);
}
