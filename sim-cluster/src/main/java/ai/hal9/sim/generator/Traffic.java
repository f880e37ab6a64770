package ai.hal9.sim.generator;

import ai.hal9.sim.load.FailureCause;

/** What connections tell the loop that owns them, always on that loop. */
interface Traffic {

  /** A connection is established and can take a request. */
  void connected(Connection connection);

  /** A connection could not be established. */
  void refused(Connection connection, Throwable cause);

  /** A whole answer has come; the connection is free again, or closed if it is not reusable. */
  void answered(Connection connection, AnswerParser answer);

  /** A busy connection's answer will never be whole; the connection is closed. */
  void broken(Connection connection, FailureCause cause);

  /** An idle connection was closed by the other side. */
  void closed(Connection connection);

  /** An established connection is none any more, whoever ended it; told beside the others. */
  void released(Connection connection);

  /** Handling a connection's event went wrong in a way that no target can cause. */
  void defect(Throwable cause);
}
