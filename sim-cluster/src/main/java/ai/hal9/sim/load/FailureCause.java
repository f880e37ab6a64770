package ai.hal9.sim.load;

import java.util.Locale;

/** Why a request failed. */
public enum FailureCause {
  /** The answer's status was 400 to 499. */
  STATUS_4XX,
  /** The answer's status was 500 to 599. */
  STATUS_5XX,
  /** No whole answer within the scenario's timeout. */
  TIMEOUT,
  /** No connection could be made, or it broke before the answer was whole. */
  CONNECTION,
  /** What came back was no HTTP. */
  PROTOCOL,
  /** Due, but not answered, or not even sent, when the run had waited long enough at its end. */
  UNANSWERED,
  /** A good status, but a check did not hold; not part of {@code http_req_failed}. */
  CHECK;

  /** The name in reports: lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
