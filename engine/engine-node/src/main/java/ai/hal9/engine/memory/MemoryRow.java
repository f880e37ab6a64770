package ai.hal9.engine.memory;

import java.util.List;
import java.util.UUID;

/** A row of {@code memories}; its time is its id's. */
record MemoryRow(UUID id, UUID neuron, String content, List<Float> embedding) {

  MemoryRow {
    embedding = List.copyOf(embedding);
  }
}
