package ai.hal9.sim.balance;

import io.netty.handler.codec.http.HttpContent;
import java.util.ArrayDeque;

/** The parts of a request's body that wait for an upstream, or for having to be sent again. */
final class HeldBody {

  private final ArrayDeque<HttpContent> parts = new ArrayDeque<>(2);
  private int bytes;

  /** Takes a part, which is its own from now on. */
  void add(HttpContent part) {
    parts.add(part);
    bytes += part.content().readableBytes();
  }

  /** How much it was given, sent or not. */
  int bytes() {
    return bytes;
  }

  /** Writes all parts, and keeps them when they may have to be sent again. */
  void send(Outlet out, boolean keep) {
    for (var part : parts) {
      out.content(keep ? part.retain() : part);
    }
    if (!keep) {
      parts.clear();
    }
  }

  void release() {
    parts.forEach(HttpContent::release);
    parts.clear();
  }
}
