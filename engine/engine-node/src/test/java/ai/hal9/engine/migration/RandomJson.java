package ai.hal9.engine.migration;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON texts by chance, some of them spoilt. */
final class RandomJson {

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "7",
          "-12",
          "1.50",
          "-0.00",
          "1e3",
          "1E+2",
          "2.5e-3",
          "0e9",
          "-1.20e1",
          "123456789012345678901234567890",
          "1e131071",
          "1e131072",
          "1e-16383",
          "1e-16384",
          "9e99999",
          "01",
          "1.",
          "-",
          "1e",
          "+1");
  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "b",
          "Z",
          "é",
          "\uD83D\uDE00",
          " ",
          "/",
          "\\/",
          "\\\"",
          "\\\\",
          "\\n",
          "\\t",
          "\\b",
          "\\u0041",
          "\\u00e9",
          "\\u001f",
          "\\ud83d\\ude00",
          "\u007f",
          "\\r",
          "\\f");
  private static final List<String> BLANKS = List.of("", "", "", " ", "\n", "\t ", "\r\n");
  private static final List<String> SPOILERS =
      List.of(
          "", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0000",
          "\\x", "0", "-", ".", "e", "nul", "\t", "\u0001", "\u00A0", "'", "/**/");

  private final SplittableRandom random;

  private RandomJson(SplittableRandom random) {
    this.random = random;
  }

  /** A text; of three, one may be no JSON. */
  static String text(SplittableRandom random) {
    var made = new RandomJson(random);
    var text = made.value(0);
    if (random.nextInt(3) > 0) {
      return text;
    }
    var at = random.nextInt(text.length() + 1);
    var end = Math.min(text.length(), at + random.nextInt(2));
    return text.substring(0, at) + made.one(SPOILERS) + text.substring(end);
  }

  private String value(int depth) {
    return blank()
        + switch (random.nextInt(depth < 4 ? 6 : 4)) {
          case 0 -> random.nextInt(20) == 0 ? one(NUMBERS) : one(NUMBERS.subList(0, 12));
          case 1 -> one(List.of("true", "false", "null"));
          case 2, 3 -> string();
          case 4 -> "[" + many(() -> value(depth + 1)) + blank() + "]";
          default ->
              "{"
                  + many(() -> blank() + string() + blank() + ":" + value(depth + 1))
                  + blank()
                  + "}";
        }
        + blank();
  }

  private String many(Supplier<String> part) {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(i -> part.get())
        .collect(Collectors.joining(","));
  }

  private String string() {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> one(CHARACTERS))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private String blank() {
    return one(BLANKS);
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
