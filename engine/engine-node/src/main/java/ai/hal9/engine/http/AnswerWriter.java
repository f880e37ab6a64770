package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.Stage;
import ai.hal9.engine.json.JsonBytes;
import java.nio.ByteBuffer;

/** Writes the answer to a signal; fields and stages always stand in the same order. */
final class AnswerWriter {

  private static final int ROOM = 512;
  private static final int MICROS_PER_MILLI = 1_000;
  private static final Stage[] STAGES = Stage.values();

  private AnswerWriter() {}

  /** The body of a 200. */
  static ByteBuffer write(SignalAnswer answer) {
    var json = new JsonBytes(ROOM + 2 * answer.content().length());
    json.raw("{\"data\":{\"signal_id\":\"").raw(answer.signalId().toString());
    json.raw("\",\"neuron_id\":").quoted(answer.neuronId());
    json.raw(",\"layer\":\"").raw(answer.layer().name());
    json.raw("\",\"content\":").quoted(answer.content());
    json.raw(",\"path\":").quoted(answer.path());
    json.raw(",\"models\":").quoted(answer.models());
    json.raw(",\"cache\":\"").raw(answer.cache().wireName());
    json.raw("\",\"durability\":\"").raw(answer.durability().wireName());
    json.raw("\",\"timings\":{");
    var separator = "\"";
    for (var stage : STAGES) {
      var millis = answer.timings().get(stage);
      if (millis != null) {
        json.raw(separator).raw(stage.wireName()).raw("\":");
        json.thousandths(Math.round(millis * MICROS_PER_MILLI));
        separator = ",\"";
      }
    }
    return json.raw("}}}").toBuffer();
  }
}
