package ai.hal9.sim.balance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to one connection. Every head is written anew from what was understood of it, and
 * the body framed as that head says. A head and a small body are gathered in one buffer, which
 * makes most messages one system call.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class Outlet {

  /** A part of a body beyond this is not copied. */
  private static final int MOST_GATHERED = 16 * 1_024;

  private static final int ROOM_FOR_BODY = 1_024;

  private final Channel channel;
  private final HeadBytes heads;
  private @Nullable ByteBuf gathered;
  private boolean chunked;
  private boolean bodyless;
  private boolean unflushed;

  Outlet(Channel channel, HeadBytes heads) {
    this.channel = channel;
    this.heads = heads;
  }

  void request(HttpRequest head) {
    bodyless = false;
    chunked = HttpUtil.isTransferEncodingChunked(head);
    begin(heads.request(head));
  }

  /**
   * Begins an answer.
   *
   * @param bodyless whether it has no body whatever its head says, as one to HEAD
   */
  void response(HttpResponse head, boolean bodyless) {
    this.bodyless = bodyless;
    this.chunked = HttpUtil.isTransferEncodingChunked(head);
    begin(heads.response(head));
  }

  private void begin(HeadBytes head) {
    head.writeTo(gather(head.length() + ROOM_FOR_BODY));
  }

  /** Writes a part of the body, which is the outlet's from now on. */
  void content(HttpContent part) {
    if (bodyless) {
      part.release();
      return;
    }
    var bytes = part.content();
    var length = bytes.readableBytes();
    if (chunked && length > 0) {
      line(Integer.toHexString(length));
      append(bytes);
      line("");
    } else if (length > 0) {
      append(bytes);
    }
    if (chunked && part instanceof LastHttpContent last) {
      line("0");
      last.trailingHeaders().forEach(field -> line(field.getKey() + ": " + field.getValue()));
      line("");
    }
    part.release();
  }

  private void line(String text) {
    var out = gather(text.length() + 2);
    out.writeCharSequence(text, US_ASCII);
    ByteBufUtil.writeShortBE(out, ('\r' << 8) | '\n');
  }

  private void append(ByteBuf bytes) {
    if (bytes.readableBytes() <= MOST_GATHERED) {
      var length = bytes.readableBytes();
      gather(length).writeBytes(bytes, bytes.readerIndex(), length);
    } else {
      push();
      unflushed = true;
      channel.write(bytes.retainedSlice(), channel.voidPromise());
    }
  }

  /** The buffer being filled, with room for so much more. */
  private ByteBuf gather(int more) {
    var buffer = gathered;
    if (buffer != null && buffer.readableBytes() + more > MOST_GATHERED) {
      push();
      buffer = null;
    }
    if (buffer == null) {
      buffer = channel.alloc().ioBuffer(more);
      gathered = buffer;
    }
    return buffer;
  }

  private void push() {
    var buffer = gathered;
    if (buffer != null) {
      gathered = null;
      unflushed = true;
      channel.write(buffer, channel.voidPromise());
    }
  }

  /** Sends what was written. */
  void flush() {
    push();
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
  }

  /** Forgets what was not sent: the connection is gone. */
  void discard() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
