package ai.hal9.sim.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.fuzz.Damaged;
import ai.hal9.sim.generator.AnswerParser.Progress;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any bytes are an answer, a part of one or none, and the same however they arrive. */
class AnswerParserFuzzTest {

  private static final List<String> SAMPLES =
      List.of(
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x\r\nlo\r\n0\r\nA: 1\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
          "HTTP/1.0 503 Busy\r\n\r\nuntil the end");

  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          " ",
          ":",
          "\0",
          "HTTP/1.1 ",
          "100",
          "099",
          "Content-Length: 3\r\n",
          "Content-Length: -1\r\n",
          "Content-Length: 999999999999999\r\n",
          "Transfer-Encoding: chunked\r\n",
          "ffffffffff",
          "0\r\n\r\n");

  /** What became of the bytes: how far they brought an answer, and the answer when it is whole. */
  private record Read(Progress progress, int status, String body) {}

  @Property
  void answer_anyBytesInPieces_isReadAsInOne(
      @ForAll("answers") String text, @ForAll @IntRange(min = 1, max = 40) int piece) {
    var bytes = text.getBytes(ISO_8859_1);

    assertThat(read(bytes, piece)).isEqualTo(read(bytes, Math.max(1, bytes.length)));
  }

  private static Read read(byte[] bytes, int piece) {
    var parser = new AnswerParser();
    var progress = Progress.PARTIAL;
    for (var from = 0; from < bytes.length && progress == Progress.PARTIAL; from += piece) {
      progress = parser.feed(bytes, from, Math.min(bytes.length, from + piece));
    }
    if (progress == Progress.PARTIAL) {
      progress = parser.end();
    }
    if (progress != Progress.WHOLE) {
      return new Read(progress, 0, "");
    }
    assertThat(parser.status()).isBetween(200, 999);
    var body = new StringBuilder();
    for (var i = 0; i < parser.body().length(); i++) {
      body.append((char) (parser.body().at(i) & 0xff));
    }
    return new Read(progress, parser.status(), body.toString());
  }

  @Provide
  Arbitrary<String> answers() {
    return Damaged.text(SAMPLES, WORDS);
  }
}
