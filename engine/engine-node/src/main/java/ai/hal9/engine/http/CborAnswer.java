package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.Stage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;

/** Writes the answer to a signal as CBOR; times are single floats. */
final class CborAnswer {

  static final CBORFactory FACTORY =
      CBORFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();

  private static final int ROOM = 512;
  private static final int UUID_TAG = 37;
  private static final Stage[] STAGES = Stage.values();

  private CborAnswer() {}

  static ByteBuffer write(SignalAnswer answer) {
    var out = new ByteArrayOutputStream(ROOM + 2 * answer.content().length());
    try (var cbor = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      cbor.writeStartObject();
      cbor.writeObjectPropertyStart("data");
      cbor.writeName("signal_id");
      id(answer, (CBORGenerator) cbor);
      cbor.writeStringProperty("neuron_id", answer.neuronId());
      cbor.writeStringProperty("layer", answer.layer().name());
      cbor.writeStringProperty("content", answer.content());
      cbor.writeArrayPropertyStart("path");
      answer.path().forEach(cbor::writeString);
      cbor.writeEndArray();
      cbor.writeArrayPropertyStart("models");
      answer.models().forEach(cbor::writeString);
      cbor.writeEndArray();
      cbor.writeStringProperty("cache", answer.cache().wireName());
      cbor.writeStringProperty("durability", answer.durability().wireName());
      cbor.writeObjectPropertyStart("timings");
      for (var stage : STAGES) {
        var millis = answer.timings().get(stage);
        if (millis != null) {
          cbor.writeNumberProperty(stage.wireName(), millis.floatValue());
        }
      }
      cbor.writeEndObject();
      cbor.writeEndObject();
      cbor.writeEndObject();
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  private static void id(SignalAnswer answer, CBORGenerator cbor) {
    var id = answer.signalId();
    cbor.writeTag(UUID_TAG);
    cbor.writeBinary(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }
}
