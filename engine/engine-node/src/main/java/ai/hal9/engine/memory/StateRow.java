package ai.hal9.engine.memory;

import java.util.UUID;

/** A state that is to be written. */
record StateRow(UUID neuron, String json, long version) {}
