package ai.hal9.engine.audit;

/** What PostgreSQL tells of the changes. */
public sealed interface AuditReading permits AuditPage, AuditReading.Unavailable {

  /**
   * Nothing now.
   *
   * @param reason why
   */
  record Unavailable(String reason) implements AuditReading {}
}
