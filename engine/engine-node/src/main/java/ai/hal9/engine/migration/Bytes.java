package ai.hal9.engine.migration;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes, in network order. */
final class Bytes {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int length;

  Bytes(int room) {
    bytes = new byte[room];
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Leaves the first so many. */
  void cut(int count) {
    length = count;
  }

  Bytes put(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
    return this;
  }

  Bytes putShort(int value) {
    ensure(Short.BYTES);
    SHORT.set(bytes, length, (short) value);
    length += Short.BYTES;
    return this;
  }

  Bytes putInt(int value) {
    ensure(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
    return this;
  }

  Bytes putLong(long value) {
    ensure(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
    return this;
  }

  Bytes put(byte[] value) {
    return put(value, 0, value.length);
  }

  Bytes put(byte[] value, int from, int count) {
    ensure(count);
    System.arraycopy(value, from, bytes, length, count);
    length += count;
    return this;
  }

  Bytes ascii(String value) {
    return put(value.getBytes(StandardCharsets.ISO_8859_1));
  }

  byte[] copy(int from) {
    return Arrays.copyOfRange(bytes, from, length);
  }

  private void ensure(int room) {
    if (bytes.length - length < room) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, room)));
    }
  }
}
