package ai.hal9.sim.balance;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads an upstream's answers; an answer to HEAD has no body whatever its head says. */
final class UpstreamDecoder extends HttpResponseDecoder {

  private boolean headOnly;

  UpstreamDecoder(HttpDecoderConfig config) {
    super(config);
  }

  void expect(boolean answerToHead) {
    headOnly = answerToHead;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return headOnly || super.isContentAlwaysEmpty(message);
  }
}
