package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.Stage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Writes the answer to a signal; fields and stages always stand in the same order. */
final class AnswerWriter {

  private static final int ROOM = 512;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();
  private static final Stage[] STAGES = Stage.values();
  private static final String[] STAGE_NAMES = names();

  private AnswerWriter() {}

  /** The body of a 200. */
  static ByteBuffer write(SignalAnswer answer) {
    var bytes = new Bytes(ROOM + 2 * answer.content().length());
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      out.writeName("data");
      out.writeStartObject();
      out.writeStringProperty("signal_id", answer.signalId().toString());
      out.writeStringProperty("neuron_id", answer.neuronId());
      out.writeStringProperty("layer", answer.layer().name());
      out.writeStringProperty("content", answer.content());
      out.writeName("path");
      out.writeStartArray();
      for (var i = 0; i < answer.path().size(); i++) {
        out.writeString(answer.path().get(i));
      }
      out.writeEndArray();
      out.writeStringProperty("cache", answer.cache().wireName());
      out.writeStringProperty("durability", answer.durability().wireName());
      out.writeName("timings");
      out.writeStartObject();
      for (var i = 0; i < STAGES.length; i++) {
        var millis = answer.timings().get(STAGES[i]);
        if (millis != null) {
          out.writeName(STAGE_NAMES[i]);
          out.writeNumber(Math.round(millis * 1_000) / 1_000.0);
        }
      }
      out.writeEndObject();
      out.writeEndObject();
      out.writeEndObject();
    }
    return bytes.asBuffer();
  }

  private static String[] names() {
    var names = new String[STAGES.length];
    for (var i = 0; i < names.length; i++) {
      names[i] = STAGES[i].wireName();
    }
    return names;
  }

  /** Hands its bytes over without a copy. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes(int room) {
      super(room);
    }

    ByteBuffer asBuffer() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }
}
