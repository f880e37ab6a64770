package ai.hal9.engine.http;

/**
 * Finds tags upon tags, which CBOR allows without end (RFC 8949, 3.4). A parser gathers all of them
 * before it can tell what they belong to, and Jackson's takes time by the square of their number.
 */
final class CborTags {

  /** So many may be upon one value; what is in use has two or three. */
  static final int MOST = 16;

  private static final int BYTE_STRING = 2;
  private static final int TEXT_STRING = 3;
  private static final int TAG = 6;
  private static final int ONE_BYTE = 24;
  private static final int EIGHT_BYTES = 27;
  private static final int INDEFINITE = 31;

  private CborTags() {}

  /** Whether some value has more than {@link #MOST}; what is no CBOR is left for the parser. */
  static boolean tooMany(byte[] bytes, int length) {
    var inARow = 0;
    var at = 0;
    while (at < length) {
      var major = (bytes[at] & 0xff) >> 5;
      var info = bytes[at] & 0x1f;
      at++;
      inARow = major == TAG ? inARow + 1 : 0;
      if (inARow > MOST) {
        return true;
      }
      long argument = info;
      if (info >= ONE_BYTE && info <= EIGHT_BYTES) {
        argument = 0;
        for (var end = at + (1 << (info - ONE_BYTE)); at < end && at < length; at++) {
          argument = (argument << 8) | (bytes[at] & 0xff);
        }
      }
      if ((major == BYTE_STRING || major == TEXT_STRING) && info != INDEFINITE) {
        if (argument < 0 || argument > length - at) {
          return false;
        }
        at += (int) argument;
      }
    }
    return false;
  }
}
