package ai.hal9.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.msgpack.core.MessagePack;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * A signal read and its answer written, in each format that could be offered, by the usual
 * streaming writer and reader of each: JSON and CBOR by Jackson's, MessagePack and Protobuf by
 * their own. {@link #main} tells the sizes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireFormatBenchmark {

  private static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");
  private static final String QUESTION = "How should the cache be sized for a busy Monday?";
  private static final String ANSWER = "Strategy set: " + QUESTION + " Design drawn. Implemented.";
  private static final List<String> PATH = List.of("strategist", "designer", "implementer");
  private static final Map<String, Double> TIMINGS =
      Map.of("decode", 0.021, "cache", 0.004, "neuron", 15.322, "buffer", 0.118, "store", 1.207);

  /** Ways to write an answer and read a signal. */
  public enum Format {
    JSON,
    CBOR,
    MESSAGE_PACK,
    PROTOBUF;

    private Codec codec() {
      var pool = JsonRecyclerPools.threadLocalPool();
      return switch (this) {
        case JSON -> new Tokens(JsonFactory.builder().recyclerPool(pool).build());
        case CBOR -> new Tokens(CBORFactory.builder().recyclerPool(pool).build());
        case MESSAGE_PACK -> new Packed();
        case PROTOBUF -> new Tagged();
      };
    }
  }

  /** Which one is measured. */
  @Param public Format format = Format.JSON;

  private byte[] question = {};
  private Codec codec = Format.JSON.codec();

  /** Makes what is read. */
  @Setup(Level.Trial)
  public void prepare() throws IOException {
    codec = format.codec();
    question = codec.question();
  }

  private interface Codec {
    byte[] question() throws IOException;

    String read(byte[] question) throws IOException;

    byte[] answer() throws IOException;
  }

  /** Prints how many bytes each takes. */
  public static void main(String[] arguments) throws IOException {
    for (var format : Format.values()) {
      var codec = format.codec();
      System.out.printf(
          "%-12s signal %3d bytes, answer %3d bytes%n",
          format, codec.question().length, codec.answer().length);
    }
  }

  /** Reads a signal. */
  @Benchmark
  public String read() throws IOException {
    return codec.read(question);
  }

  /** Writes an answer. */
  @Benchmark
  public byte[] write() throws IOException {
    return codec.answer();
  }

  private record Tokens(TokenStreamFactory factory) implements Codec {

    @Override
    public byte[] question() {
      var out = new ByteArrayOutputStream();
      try (var json = generator(out)) {
        json.writeStartObject();
        json.writeStringProperty("content", QUESTION);
        json.writeStringProperty("layer", "L4");
        json.writeStringProperty("user_id", "bench");
        json.writeEndObject();
      }
      return out.toByteArray();
    }

    @Override
    public String read(byte[] question) {
      var content = "";
      try (JsonParser in =
          factory.createParser(ObjectReadContext.empty(), question, 0, question.length)) {
        in.nextToken();
        for (var name = in.nextName(); name != null; name = in.nextName()) {
          if (in.nextToken() == JsonToken.VALUE_STRING) {
            var text = in.getString();
            content = name.equals("content") ? text : content;
          }
        }
      }
      return content;
    }

    @Override
    public byte[] answer() {
      var out = new ByteArrayOutputStream(512);
      try (var json = generator(out)) {
        json.writeStartObject();
        json.writeObjectPropertyStart("data");
        json.writeStringProperty("signal_id", ID.toString());
        json.writeStringProperty("neuron_id", "strategist");
        json.writeStringProperty("layer", "L4");
        json.writeStringProperty("content", ANSWER);
        json.writeArrayPropertyStart("path");
        PATH.forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("cache", "miss");
        json.writeStringProperty("durability", "committed");
        json.writeObjectPropertyStart("timings");
        TIMINGS.forEach((stage, millis) -> json.writeNumberProperty(stage, millis.floatValue()));
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
      }
      return out.toByteArray();
    }

    private JsonGenerator generator(ByteArrayOutputStream out) {
      return factory.createGenerator(ObjectWriteContext.empty(), out);
    }
  }

  private record Packed() implements Codec {

    @Override
    public byte[] question() throws IOException {
      try (var out = MessagePack.newDefaultBufferPacker()) {
        out.packMapHeader(3).packString("content").packString(QUESTION);
        out.packString("layer").packString("L4").packString("user_id").packString("bench");
        return out.toByteArray();
      }
    }

    @Override
    public String read(byte[] question) throws IOException {
      var content = "";
      try (var in = MessagePack.newDefaultUnpacker(question)) {
        for (var left = in.unpackMapHeader(); left > 0; left--) {
          var name = in.unpackString();
          var text = in.unpackString();
          content = name.equals("content") ? text : content;
        }
      }
      return content;
    }

    @Override
    public byte[] answer() throws IOException {
      try (var out = MessagePack.newDefaultBufferPacker()) {
        out.packMapHeader(1).packString("data").packMapHeader(8);
        out.packString("signal_id").packString(ID.toString());
        out.packString("neuron_id").packString("strategist");
        out.packString("layer").packString("L4");
        out.packString("content").packString(ANSWER);
        out.packString("path").packArrayHeader(PATH.size());
        for (var neuron : PATH) {
          out.packString(neuron);
        }
        out.packString("cache").packString("miss");
        out.packString("durability").packString("committed");
        out.packString("timings").packMapHeader(TIMINGS.size());
        for (var timing : TIMINGS.entrySet()) {
          out.packString(timing.getKey()).packFloat(timing.getValue().floatValue());
        }
        return out.toByteArray();
      }
    }
  }

  private record Tagged() implements Codec {

    private static final int LAYER_4 = 3;
    private static final int LENGTH_DELIMITED = 2;

    @Override
    public byte[] question() throws IOException {
      var bytes = new ByteArrayOutputStream();
      var out = CodedOutputStream.newInstance(bytes);
      out.writeString(1, QUESTION);
      out.writeEnum(2, LAYER_4);
      out.writeString(4, "bench");
      out.flush();
      return bytes.toByteArray();
    }

    @Override
    public String read(byte[] question) throws IOException {
      var content = "";
      var in = CodedInputStream.newInstance(question);
      for (var tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if ((tag & 7) == LENGTH_DELIMITED) {
          var text = in.readStringRequireUtf8();
          content = tag >> 3 == 1 ? text : content;
        } else {
          in.skipField(tag);
        }
      }
      return content;
    }

    @Override
    public byte[] answer() throws IOException {
      var bytes = new ByteArrayOutputStream(512);
      var out = CodedOutputStream.newInstance(bytes);
      out.writeFixed64(1, ID.getMostSignificantBits());
      out.writeFixed64(2, ID.getLeastSignificantBits());
      out.writeString(3, "strategist");
      out.writeEnum(4, LAYER_4);
      out.writeString(5, ANSWER);
      for (var neuron : PATH) {
        out.writeString(6, neuron);
      }
      out.writeEnum(7, 1);
      out.writeEnum(8, 1);
      var field = 9;
      for (var millis : TIMINGS.values()) {
        out.writeFloat(field++, millis.floatValue());
      }
      out.flush();
      return bytes.toByteArray();
    }
  }
}
