package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** A WebSocket frame that RFC 6455 forbids, or that is larger than any client's needs to be. */
@SuppressWarnings("ArrayRecordComponent") // sent once and never compared
record BadFrame(String name, byte[] bytes) {

  private static final String MASK = "\u0000\u0000\u0000\u0000";

  static List<BadFrame> all() {
    return List.of(
        frame("reserved bits", "\u00b1\u0081" + MASK + "a"),
        frame("reserved data code", "\u0083\u0081" + MASK + "a"),
        frame("reserved control code", "\u008b\u0080" + MASK),
        frame("not masked", "\u0081\u0001a"),
        frame("long ping", "\u0089\u00fe\u0000~" + MASK + "a".repeat(126)),
        frame("ping in pieces", "\u0009\u0081" + MASK + "a"),
        frame("goes on with nothing", "\u0080\u0081" + MASK + "a"),
        frame("begins within another", "\u0001\u0081" + MASK + "a\u0081\u0081" + MASK + "a"),
        frame("negative length", "\u0082\u00ff" + "\u00ff".repeat(8) + MASK + "a".repeat(100_000)),
        frame("huge length", "\u0082\u00ff\u007f" + "\u00ff".repeat(7) + MASK + "a".repeat(9_000)),
        frame("invalid UTF-8", "\u0081\u0082" + MASK + "\u00ff\u00fe"),
        frame("surrogate", "\u0081\u0083" + MASK + "\u00ed\u00a0\u00bd"),
        frame("close of one byte", "\u0088\u0081" + MASK + "a"),
        frame("close with no such code", "\u0088\u0082" + MASK + "\u0000\u0001"),
        frame("large text", "\u0081\u00fe\u00ff\u00ff" + MASK + "a".repeat(65_535)),
        frame(
            "large text in pieces",
            ("\u0001\u00fe\u0007\u00d0" + MASK + "a".repeat(2_000)).repeat(1)
                + ("\u0000\u00fe\u0007\u00d0" + MASK + "a".repeat(2_000)).repeat(5)),
        frame("HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  }

  private static BadFrame frame(String name, String bytes) {
    return new BadFrame(name, bytes.getBytes(ISO_8859_1));
  }
}
