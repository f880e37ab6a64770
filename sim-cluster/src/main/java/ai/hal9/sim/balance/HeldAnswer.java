package ai.hal9.sim.balance;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * An upstream's answer that is kept from the client until it is known whether it says that the
 * upstream is shutting down.
 */
final class HeldAnswer {

  /** More than a node's problem has. */
  private static final int MOST_BYTES = 4 * 1_024;

  private static final String PROBLEM = "application/problem+json";
  private static final String DRAINING = "urn:hal9:problem:draining";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpResponse head;
  private final List<HttpContent> parts = new ArrayList<>(2);
  private int bytes;

  HeldAnswer(HttpResponse head) {
    this.head = head;
  }

  /** Whether an answer with this head can be one of an upstream that is shutting down. */
  static boolean possible(HttpResponse head) {
    return head.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
        && head.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith(PROBLEM)
        && !head.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
  }

  HttpResponse head() {
    return head;
  }

  List<HttpContent> parts() {
    return parts;
  }

  /** Takes a part of the body, which is its own from now on. */
  void add(HttpContent part) {
    parts.add(part);
    bytes += part.content().readableBytes();
  }

  /** Whether it has more of a body than is looked at. */
  boolean full() {
    return bytes > MOST_BYTES;
  }

  /** Whether its whole body says that the upstream is shutting down. */
  boolean draining() {
    var body = new ByteArrayOutputStream(bytes);
    parts.forEach(part -> body.writeBytes(ByteBufUtil.getBytes(part.content())));
    try {
      return JSON.readTree(body.toByteArray()).path("type").asString("").equals(DRAINING);
    } catch (JacksonException e) {
      return false; // it says nothing that a node says
    }
  }

  void release() {
    parts.forEach(HttpContent::release);
    parts.clear();
  }
}
