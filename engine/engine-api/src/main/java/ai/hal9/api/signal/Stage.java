package ai.hal9.api.signal;

import java.util.Locale;

/**
 * The stages of the pipeline whose latency is measured apart, in the order a signal passes them.
 */
public enum Stage {
  /** Reading and checking the request. */
  DECODE,
  /** Looking into the response cache, both levels. */
  CACHE,
  /** Waiting for an identical request in flight. */
  COALESCE,
  /** Waiting for one of {@code max_concurrent_signals} permits. */
  PERMIT,
  /** Neurons and language model. */
  NEURON,
  /** Waiting in the signal buffer until a batch takes the row. */
  BUFFER,
  /** Writing the batch that holds the row, commit included. */
  STORE;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in labels and on the wire: lower case. */
  public String wireName() {
    return wireName;
  }
}
