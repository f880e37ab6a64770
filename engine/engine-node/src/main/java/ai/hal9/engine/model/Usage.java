package ai.hal9.engine.model;

/**
 * The tokens a call was charged for.
 *
 * @param input in, those written to and read from the model's own cache too
 * @param output out
 */
record Usage(long input, long output) {}
