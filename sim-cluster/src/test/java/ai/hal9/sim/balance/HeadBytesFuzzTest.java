package ai.hal9.sim.balance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.fuzz.Damaged;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever head the balancer has read, what it passes on is the same head and nothing more. */
class HeadBytesFuzzTest {

  private static final List<String> ANSWERS =
      List.of(
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\nX-A: c\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n\r\n",
          "HTTP/1.1 204 No Content\r\n\r\n",
          "HTTP/1.0 503 Busy\r\nConnection: close\r\n\r\nuntil the end");

  private static final List<String> QUESTIONS =
      List.of(
          "GET /api/games?limit=5 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
          "POST /api/v1/signal HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");

  private static final List<String> WORDS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          " ",
          "\t",
          ":",
          "\0",
          "\u00e9",
          "\u00ff",
          "X-Long: " + "x".repeat(300) + "\r\n",
          "X: a\r\n b\r\n",
          "Content-Length: 1\r\n",
          "Transfer-Encoding: chunked\r\n",
          "HTTP/1.1");

  private static final Pattern BLANKS = Pattern.compile("[ \t]+\\z");

  @Property
  void answer_anyBytes_isPassedOnAsItWasReadOrNotAtAll(
      @ForAll("answers") String text,
      @ForAll @IntRange(min = 1, max = 200) int piece,
      @ForAll boolean toHead) {
    for (var head : read(text, piece, answers(toHead))) {
      var answer = (HttpResponse) head;
      var passedOn = heads(rendered(new HeadBytes().response(answer)), answers(toHead));
      assertThat(passedOn).hasSize(1);
      assertThat(((HttpResponse) passedOn.getFirst()).status().code())
          .isEqualTo(answer.status().code());
      assertThat(fields(passedOn.getFirst())).isEqualTo(fields(answer));
    }
  }

  @Property
  void question_anyBytes_isPassedOnAsItWasReadOrNotAtAll(
      @ForAll("questions") String text, @ForAll @IntRange(min = 1, max = 200) int piece) {
    for (var head : read(text, piece, new HttpRequestDecoder(NettyBalancer.decoding()))) {
      var question = (HttpRequest) head;
      var passedOn =
          heads(
              rendered(new HeadBytes().request(question)),
              new HttpRequestDecoder(NettyBalancer.decoding()));
      assertThat(passedOn).hasSize(1);
      var again = (HttpRequest) passedOn.getFirst();
      assertThat(again.method()).isEqualTo(question.method());
      assertThat(again.uri()).isEqualTo(question.uri());
      assertThat(fields(again)).isEqualTo(fields(question));
    }
  }

  private static UpstreamDecoder answers(boolean toHead) {
    var decoder = new UpstreamDecoder(NettyBalancer.decoding());
    decoder.expect(toHead);
    return decoder;
  }

  /** The heads that could be read. */
  private static List<HttpMessage> read(String text, int piece, ChannelHandler decoder) {
    var bytes = text.getBytes(ISO_8859_1);
    var channel = new EmbeddedChannel(decoder);
    for (var from = 0; from < bytes.length; from += piece) {
      var length = Math.min(piece, bytes.length - from);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, length));
    }
    return heads(channel);
  }

  private static List<HttpMessage> heads(byte[] bytes, ChannelHandler decoder) {
    var channel = new EmbeddedChannel(decoder);
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    return heads(channel);
  }

  private static List<HttpMessage> heads(EmbeddedChannel channel) {
    channel.finish();
    var heads = new ArrayList<HttpMessage>();
    for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
      if (part instanceof HttpMessage head && head.decoderResult().isSuccess()) {
        heads.add(head);
      }
      ReferenceCountUtil.release(part);
    }
    return heads;
  }

  private static byte[] rendered(HeadBytes head) {
    var out = Unpooled.buffer();
    head.writeTo(out);
    var bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /**
   * Without blanks at the end, which are no part of a value (RFC 9110, 5.5): what is left of an
   * empty line that continued one.
   */
  private static List<String> fields(HttpMessage head) {
    return head.headers().entries().stream()
        .map(field -> field.getKey() + ": " + BLANKS.matcher(field.getValue()).replaceFirst(""))
        .toList();
  }

  @Provide
  Arbitrary<String> answers() {
    return Damaged.text(ANSWERS, WORDS);
  }

  @Provide
  Arbitrary<String> questions() {
    return Damaged.text(QUESTIONS, WORDS);
  }
}
