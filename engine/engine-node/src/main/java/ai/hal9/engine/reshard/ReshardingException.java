package ai.hal9.engine.reshard;

/** A shard cannot be added, and trying again without a change would not help. */
public final class ReshardingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ReshardingException(String message) {
    super(message);
  }
}
