package ai.hal9.engine.store;

import java.util.UUID;

/**
 * The answer an idempotency key stands for.
 *
 * @param fingerprint digest of the request that came with the key
 * @param signalId the stored signal
 * @param answer JSON text
 */
public record FirstAnswer(String fingerprint, UUID signalId, String answer) {}
