package ai.hal9.engine.migration;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * JSON (RFC 8259) as PostgreSQL prints its {@code jsonb}: members by length of key, then bytes, the
 * last of equal keys, one space after a comma or colon, numbers without exponent. What PostgreSQL
 * would not take is refused. Used by one thread.
 */
final class JsonbText {

  /** PostgreSQL's limits of {@code numeric}: digits before and after the point. */
  private static final int MOST_DIGITS = 131_072;

  private static final int MOST_DECIMALS = 16_383;

  /** Up to here no digits are counted. */
  private static final int SHORT_NUMBER = 1_000;

  private static final int DEEPEST = 500;
  private static final int ESCAPE_DIGITS = 4;
  private static final Comparator<Member> ORDER =
      Comparator.<Member>comparingInt(member -> member.key.length)
          .thenComparing(member -> member.key, Arrays::compareUnsigned);

  private final Bytes text = new Bytes(1 << 12);
  private final Bytes string = new Bytes(1 << 8);
  private byte[] json = {};
  private int at;
  private int depth;

  /** A member of an object: its key without quotes and escapes, and where its text is. */
  private static final class Member {
    private final byte[] key;
    private final int from;
    private final int to;

    Member(byte[] key, int from, int to) {
      this.key = key;
      this.from = from;
      this.to = to;
    }
  }

  /**
   * The canonical text of a JSON text.
   *
   * @param utf8 checked to be UTF-8
   */
  byte[] of(byte[] utf8) throws RowRefusal {
    json = utf8;
    at = 0;
    depth = 0;
    text.clear();
    value();
    blank();
    if (at < json.length) {
      throw unexpected();
    }
    return text.copy(0);
  }

  private void value() throws RowRefusal {
    switch (blank()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> {
        string();
        quote();
      }
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void object() throws RowRefusal {
    enter('{');
    var start = text.length();
    if (blank() != '}') {
      var members = new ArrayList<Member>();
      var ordered = true;
      do {
        var from = text.length();
        if (blank() != '"') {
          throw unexpected();
        }
        string();
        var key = string.copy(0);
        quote();
        expect(':');
        text.put(':').put(' ');
        value();
        var member = new Member(key, from, text.length());
        ordered &= members.isEmpty() || ORDER.compare(members.getLast(), member) < 0;
        members.add(member);
      } while (another());
      if (!ordered) {
        order(members, start);
      }
    }
    leave('}');
  }

  private void order(List<Member> members, int start) {
    members.sort(ORDER);
    var written = text.copy(start);
    text.cut(start);
    for (var i = 0; i < members.size(); i++) {
      var member = members.get(i);
      if (i + 1 < members.size() && Arrays.equals(member.key, members.get(i + 1).key)) {
        continue;
      }
      if (text.length() > start) {
        text.put(',').put(' ');
      }
      text.put(written, member.from - start, member.to - member.from);
    }
  }

  private void array() throws RowRefusal {
    enter('[');
    if (blank() != ']') {
      do {
        value();
      } while (another());
    }
    leave(']');
  }

  private void enter(char bracket) throws RowRefusal {
    if (++depth > DEEPEST) {
      throw new RowRefusal("is JSON nested deeper than " + DEEPEST);
    }
    at++;
    text.put(bracket);
  }

  private void leave(char bracket) throws RowRefusal {
    expect(bracket);
    depth--;
    text.put(bracket);
  }

  private boolean another() {
    if (blank() != ',') {
      return false;
    }
    at++;
    text.put(',').put(' ');
    return true;
  }

  /** Reads a string, without its quotes and escapes. */
  private void string() throws RowRefusal {
    string.clear();
    var from = ++at;
    while (at < json.length && json[at] != '"') {
      var b = json[at];
      if (control(b)) {
        throw unexpected();
      }
      if (b == '\\') {
        string.put(json, from, at - from);
        at++;
        escape();
        from = at;
      } else {
        at++;
      }
    }
    string.put(json, from, at - from);
    if (at == json.length) {
      throw unexpected();
    }
    at++;
  }

  private static boolean control(byte b) {
    return b >= 0 && b < ' ';
  }

  private void escape() throws RowRefusal {
    switch (peek()) {
      case '"', '\\', '/' -> string.put(json[at]);
      case 'b' -> string.put('\b');
      case 'f' -> string.put('\f');
      case 'n' -> string.put('\n');
      case 'r' -> string.put('\r');
      case 't' -> string.put('\t');
      case 'u' -> {
        character();
        return;
      }
      default -> throw unexpected();
    }
    at++;
  }

  /** Reads a character, which may be two escaped UTF-16 units. */
  private void character() throws RowRefusal {
    var unit = unit();
    if (unit == 0) {
      throw new RowRefusal("has U+0000 in a string, which PostgreSQL cannot hold");
    }
    if (!Character.isSurrogate(unit)) {
      string.put(String.valueOf(unit).getBytes(StandardCharsets.UTF_8));
      return;
    }
    if (Character.isHighSurrogate(unit) && peek() == '\\') {
      at++;
      if (peek() == 'u') {
        var low = unit();
        if (Character.isLowSurrogate(low)) {
          string.put(
              Character.toString(Character.toCodePoint(unit, low))
                  .getBytes(StandardCharsets.UTF_8));
          return;
        }
      }
    }
    throw new RowRefusal("has half a surrogate pair in a string");
  }

  private char unit() throws RowRefusal {
    var unit = 0;
    for (var i = 0; i < ESCAPE_DIGITS; i++) {
      at++;
      if (!HexFormat.isHexDigit(peek())) {
        throw unexpected();
      }
      unit = (unit << 4) | HexFormat.fromHexDigit(peek());
    }
    at++;
    return (char) unit;
  }

  /** Writes the string that was read. */
  private void quote() {
    text.put('"');
    var bytes = string.array();
    var from = 0;
    for (var i = 0; i < string.length(); i++) {
      var b = bytes[i];
      if (control(b) || b == '"' || b == '\\') {
        text.put(bytes, from, i - from).ascii(escaped(b));
        from = i + 1;
      }
    }
    text.put(bytes, from, string.length() - from).put('"');
  }

  private static String escaped(byte b) {
    return switch (b) {
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> "\\u%04x".formatted(b);
    };
  }

  private void word(String word) throws RowRefusal {
    for (var i = 0; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        throw unexpected();
      }
    }
    text.ascii(word);
  }

  private void number() throws RowRefusal {
    var from = at;
    if (peek() == '-') {
      at++;
    }
    var zero = peek() == '0';
    if (zero) {
      at++;
    } else {
      digits();
    }
    var plain = true;
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      plain = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    // a zero has no sign
    if (plain && at - from <= SHORT_NUMBER && !(zero && json[from] == '-')) {
      text.put(json, from, at - from);
    } else {
      text.ascii(decimal(new String(json, from, at - from, StandardCharsets.US_ASCII)));
    }
  }

  private void digits() throws RowRefusal {
    if (!digit(peek())) {
      throw unexpected();
    }
    while (digit(peek())) {
      at++;
    }
  }

  private static boolean digit(int b) {
    return b >= '0' && b <= '9';
  }

  private static String decimal(String text) throws RowRefusal {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new RowRefusal("has a number out of PostgreSQL's range");
    }
    if (number.scale() > MOST_DECIMALS
        || (long) number.precision() - number.scale() > MOST_DIGITS) {
      throw new RowRefusal("has a number out of PostgreSQL's range");
    }
    return (number.scale() < 0 ? number.setScale(0) : number).toPlainString();
  }

  private void expect(char wanted) throws RowRefusal {
    if (blank() != wanted) {
      throw unexpected();
    }
    at++;
  }

  /** Skips white space; what follows it. */
  private int blank() {
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
    return peek();
  }

  /** The next byte; -1 at the end. */
  private int peek() {
    return at < json.length ? json[at] & 0xFF : -1;
  }

  private RowRefusal unexpected() {
    return new RowRefusal(
        "is no JSON: "
            + (at < json.length ? "not expected at byte " + (at + 1) : "it ends too early"));
  }
}
