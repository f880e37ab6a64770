package ai.hal9.engine.store;

import java.util.UUID;

/**
 * The answer an idempotency key stands for.
 *
 * @param fingerprint of the request that came with the key
 * @param signalId the stored signal
 * @param answer JSON text
 */
public record FirstAnswer(byte[] fingerprint, UUID signalId, String answer) {}
