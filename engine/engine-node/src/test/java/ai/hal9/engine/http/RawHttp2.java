package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Speaks HTTP/2 in clear text frame by frame (RFC 9113), with prior knowledge. */
final class RawHttp2 implements Closeable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int SETTINGS = 4;

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final Socket socket = new Socket();

  RawHttp2(InetSocketAddress address) throws IOException {
    socket.connect(address, PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  /** One frame. */
  @SuppressWarnings("ArrayRecordComponent") // read once and never compared
  record Frame(int type, int stream, byte[] payload) {}

  /** Posts JSON; clients' streams are odd and grow. */
  void post(int stream, String path, String body) throws IOException {
    var head = new ByteArrayOutputStream();
    head.write(0x83); // :method POST
    head.write(0x86); // :scheme http
    literal(head, new byte[] {0x04}, path); // :path
    literal(head, new byte[] {0x01}, "localhost"); // :authority
    literal(head, new byte[] {0x0f, 0x10}, "application/json"); // content-type
    send(HEADERS, END_HEADERS, stream, head.toByteArray());
    send(DATA, END_STREAM, stream, body.getBytes(UTF_8));
  }

  /** The next frame of a type. */
  Frame next(int type) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    while (true) {
      var length = (in.readUnsignedByte() << Short.SIZE) | in.readUnsignedShort();
      var found = in.readUnsignedByte();
      in.readUnsignedByte();
      var frame = new Frame(found, in.readInt(), in.readNBytes(length));
      if (found == type) {
        return frame;
      }
    }
  }

  private static void literal(ByteArrayOutputStream head, byte[] name, String value) {
    head.writeBytes(name);
    head.write(value.length());
    head.writeBytes(value.getBytes(UTF_8));
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    var length = payload.length;
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(
        new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type});
    frame.write(flags);
    frame.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(stream).array());
    frame.writeBytes(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
