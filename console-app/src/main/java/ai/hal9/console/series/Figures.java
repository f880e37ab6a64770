package ai.hal9.console.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Figures by number, exactly as they were given, each in as many bytes as it needs; immutable.
 *
 * <p>Two bits a figure say how many: none for zero, one for a small whole number or {@code NaN},
 * four for what a float holds, eight for the rest. They come in groups of 32 figures, the lower
 * bits before the upper ones, so that where a figure lies is found by counting bits.
 */
final class Figures {

  /** None at all. */
  static final Figures NONE = new Figures(new byte[0], 0);

  private static final int GROUP = Integer.SIZE;
  private static final int GROUP_BYTES = 2 * Integer.BYTES;
  private static final int NOT_A_NUMBER = 0xff;

  private static final int NONE_BYTES = 0;
  private static final int ONE_BYTE = 1;
  private static final int FOUR_BYTES = 2;
  private static final int EIGHT_BYTES = 3;

  /** An object's header and fields, and an array's header. */
  private static final long FIXED = 32;

  private static final VarHandle INT = view(int[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private final byte[] packed;
  private final int size;

  private Figures(byte[] packed, int size) {
    this.packed = packed;
    this.size = size;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  static Figures of(double[] values) {
    if (values.length == 0) {
      return NONE;
    }
    var at = Math.ceilDiv(values.length, GROUP) * GROUP_BYTES;
    var packed = new byte[at + values.length * Double.BYTES];
    for (var i = 0; i < values.length; i++) {
      var width = width(values[i]);
      var group = i / GROUP * GROUP_BYTES;
      mark(packed, group, i, width & 1);
      mark(packed, group + Integer.BYTES, i, width >> 1);
      at += put(packed, at, width, values[i]);
    }
    return new Figures(Arrays.copyOf(packed, at), values.length);
  }

  private static void mark(byte[] packed, int at, int which, int bit) {
    INT.set(packed, at, (int) INT.get(packed, at) | (bit << which));
  }

  /** Of how many figures it is. */
  int size() {
    return size;
  }

  /**
   * One of them.
   *
   * @param beyond returned where there is none of that number
   */
  double at(int which, double beyond) {
    if (which >= size) {
      return beyond;
    }
    var at = Math.ceilDiv(size, GROUP) * GROUP_BYTES;
    var group = 0;
    for (var before = which / GROUP; before > 0; before--) {
      at += bytes(group, -1);
      group += GROUP_BYTES;
    }
    at += bytes(group, (1 << which) - 1);
    var bit = 1 << which;
    var low = ((int) INT.get(packed, group) & bit) != 0;
    var high = ((int) INT.get(packed, group + Integer.BYTES) & bit) != 0;
    if (high) {
      return low ? (double) DOUBLE.get(packed, at) : (float) FLOAT.get(packed, at);
    }
    return low ? small(packed[at]) : 0;
  }

  /** How many bytes some of a group's figures take. */
  private int bytes(int group, int which) {
    var low = (int) INT.get(packed, group) & which;
    var high = (int) INT.get(packed, group + Integer.BYTES) & which;
    return Integer.bitCount(low & ~high)
        + Float.BYTES * Integer.bitCount(high)
        + (Double.BYTES - Float.BYTES) * Integer.bitCount(low & high);
  }

  private static double small(byte packed) {
    var value = Byte.toUnsignedInt(packed);
    return value == NOT_A_NUMBER ? Double.NaN : value;
  }

  /** The sum of some of them. */
  double sum(int[] which) {
    var sum = 0.0;
    for (var i : which) {
      sum += at(i, 0);
    }
    return sum;
  }

  /** Adds each to the sum of its number. */
  void addTo(double[] sums) {
    for (var i = 0; i < size; i++) {
      sums[i] += at(i, 0);
    }
  }

  /** Bytes of memory it takes. */
  long bytes() {
    return size == 0 ? 0 : FIXED + packed.length;
  }

  /** What the two bits of a figure say. */
  private static int width(double value) {
    if (Double.doubleToRawLongBits(value) == 0) {
      return NONE_BYTES;
    }
    if (Double.isNaN(value) || (value > 0 && value < NOT_A_NUMBER && value == (int) value)) {
      return ONE_BYTE;
    }
    return (float) value == value ? FOUR_BYTES : EIGHT_BYTES;
  }

  /** Writes a figure; returns how many bytes it takes. */
  private static int put(byte[] packed, int at, int width, double value) {
    switch (width) {
      case ONE_BYTE -> packed[at] = (byte) (Double.isNaN(value) ? NOT_A_NUMBER : (int) value);
      case FOUR_BYTES -> FLOAT.set(packed, at, (float) value);
      case EIGHT_BYTES -> DOUBLE.set(packed, at, value);
      default -> {
        return 0;
      }
    }
    return 1 << (width == ONE_BYTE ? 0 : width);
  }
}
