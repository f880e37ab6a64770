package ai.hal9.engine.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Bytes that a parser knows, with some of them cut out, doubled, replaced or put elsewhere. */
public final class Damaged {

  private static final int MOST_EDITS = 6;
  private static final int LONGEST_CUT = 24;

  private Damaged() {}

  /** One of the samples after a few edits; the words are put in at times. */
  public static Arbitrary<byte[]> of(List<byte[]> samples, List<byte[]> words) {
    var put =
        Arbitraries.oneOf(
            Arbitraries.of(words),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(4),
            Arbitraries.of(samples));
    var edit =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1),
                Arbitraries.integers().between(0, LONGEST_CUT),
                put)
            .as(Edit::new);
    return Combinators.combine(Arbitraries.of(samples), edit.list().ofMaxSize(MOST_EDITS))
        .as(Damaged::edited);
  }

  /** One of the texts after a few edits. */
  public static Arbitrary<String> text(List<String> samples, List<String> words) {
    return of(bytes(samples), bytes(words)).map(bytes -> new String(bytes, UTF_8));
  }

  /** What texts of JSON stumble over. */
  public static List<byte[]> json(String... more) {
    return bytes(
        Stream.concat(
                Stream.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    ":",
                    ",",
                    "\\",
                    "\\u0000",
                    "\\ud83d",
                    "null",
                    "-0",
                    "1e999",
                    "99999999999999999999",
                    "0.1",
                    "\"\"",
                    "{}",
                    "[[[[",
                    "NaN",
                    "\u0000"),
                Stream.of(more))
            .toList());
  }

  /** What CBOR stumbles over: each first byte of an item, and lengths that are none. */
  public static List<byte[]> cbor() {
    var words = new ArrayList<byte[]>();
    for (var first = 0; first < 256; first++) {
      words.add(new byte[] {(byte) first});
    }
    for (var large : List.of("[", "{", "\u009b", "\u00bb", "\u00c2[")) {
      words.add((large + "\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff").getBytes(ISO_8859_1));
      words.add((large + "\u0000\u0000\u0000\u0000\u007f\u00ff\u00ff\u00ff").getBytes(ISO_8859_1));
    }
    return words;
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(UTF_8)).toList();
  }

  private static byte[] edited(byte[] sample, List<Edit> edits) {
    var bytes = sample;
    for (var edit : edits) {
      bytes = edit.on(bytes);
    }
    return bytes;
  }

  /** Cuts some bytes out at a place, told as a part of the length, and puts others in. */
  @SuppressWarnings("ArrayRecordComponent") // made for one test and never compared
  private record Edit(double place, int cut, byte[] put) {
    byte[] on(byte[] bytes) {
      var from = (int) (place * bytes.length);
      var out = new ByteArrayOutputStream();
      out.write(bytes, 0, from);
      out.writeBytes(put);
      var to = Math.min(bytes.length, from + cut);
      out.writeBytes(Arrays.copyOfRange(bytes, to, bytes.length));
      return out.toByteArray();
    }
  }
}
