package ai.hal9.engine.store;

import java.sql.SQLException;

/** Someone else owns now what would have been written: nothing was, and no attempt can succeed. */
public final class FencedException extends SQLException {

  private static final long serialVersionUID = 1L;

  /** Says who lost what. */
  public FencedException(String message) {
    super(message);
  }
}
