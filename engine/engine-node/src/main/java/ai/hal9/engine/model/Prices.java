package ai.hal9.engine.model;

import java.math.BigDecimal;

/**
 * What tokens cost, in billionths of a dollar, so that sums are exact.
 *
 * @param input of a token that goes in
 * @param output of a token that comes out
 */
record Prices(long input, long output) {

  /** Billionths of a dollar in a dollar. */
  static final double DOLLAR = 1e9;

  private static final BigDecimal PER_MILLION = BigDecimal.valueOf(1_000);

  /** Bytes of text that make a token at the least: an estimate that errs on the dear side. */
  private static final int BYTES_A_TOKEN = 3;

  /** From dollars a million tokens, as price lists give them. */
  static Prices perMillion(BigDecimal input, BigDecimal output) {
    return new Prices(
        input.multiply(PER_MILLION).longValue(), output.multiply(PER_MILLION).longValue());
  }

  /** The cost of what was used. */
  long of(Usage usage) {
    return usage.input() * input + usage.output() * output;
  }

  /** About the most a request can cost, before it is sent. */
  long atMost(int requestBytes, int maxTokens) {
    return of(new Usage(requestBytes / BYTES_A_TOKEN + 1L, maxTokens));
  }
}
