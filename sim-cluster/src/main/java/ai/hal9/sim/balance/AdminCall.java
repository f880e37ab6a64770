package ai.hal9.sim.balance;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A call to the balancer itself, its body still arriving. */
final class AdminCall {

  private static final int MOST_CHARS = 1 << 20;

  private final StringBuilder body = new StringBuilder();
  private final Function<String, FullHttpResponse> answer;
  private boolean tooLarge;

  AdminCall(Function<String, FullHttpResponse> answer) {
    this.answer = answer;
  }

  /** Takes a part of the body; answers whether it was the last. */
  boolean body(HttpContent content) {
    tooLarge |= body.length() + content.content().readableBytes() > MOST_CHARS;
    if (!tooLarge) {
      body.append(content.content().toString(StandardCharsets.UTF_8));
    }
    content.release();
    return content instanceof LastHttpContent;
  }

  FullHttpResponse answer() {
    return tooLarge
        ? Problem.of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "more than 1 MiB")
            .response()
        : answer.apply(body.toString());
  }
}
