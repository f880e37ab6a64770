package ai.hal9.sim.generator;

import ai.hal9.sim.load.LoadUser;
import ai.hal9.sim.scenario.DataShape;
import ai.hal9.sim.scenario.RequestTemplate;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's bytes, head and body in one, rendered once. What varies from request to request are
 * digits at fixed places, so every request of a template has the same length.
 */
final class RenderedRequest {

  static final int CONTENT_DIGITS = 10;
  static final int USER_DIGITS = 7;
  static final int SEQUENCE_DIGITS = 12;

  private static final Pattern SLOT = Pattern.compile("\\$\\{(content|user|sequence)}");
  private static final String FILLER = "the quick answer waits while long questions travel on; ";

  private final byte[] bytes;
  private final int[] contents;
  private final int[] users;
  private final int[] sequences;
  private final AnswerChecks checks;

  private RenderedRequest(
      byte[] bytes, int[] contents, int[] users, int[] sequences, AnswerChecks checks) {
    this.bytes = bytes;
    this.contents = contents;
    this.users = users;
    this.sequences = sequences;
    this.checks = checks;
  }

  /**
   * Renders a template.
   *
   * @param run eight characters that tell this run's contents from those of other runs, so that an
   *     earlier run's cache answers none of them
   * @param user whose token it shows and whom its body names; null shows none and leaves digits for
   *     a user
   */
  static RenderedRequest of(
      RequestTemplate template, URI target, DataShape data, String run, @Nullable LoadUser user) {
    var slots = new Slots(data.payloadBytes(), run, user);
    var body = slots.expand(template.body());
    var head = new StringBuilder();
    var path = target.getRawPath() == null ? "" : target.getRawPath().replaceAll("/+$", "");
    head.append(template.method()).append(' ').append(path).append(template.path());
    head.append(" HTTP/1.1\r\nHost: ").append(target.getRawAuthority()).append("\r\n");
    if (user != null) {
      head.append("Authorization: Bearer ").append(user.token()).append("\r\n");
    }
    template.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
    if (!template.body().isEmpty() || !template.method().equals("GET")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    var whole = new Slots(data.payloadBytes(), run, user);
    var bytes = whole.expand(head + template.body());
    return new RenderedRequest(
        bytes,
        array(whole.contents),
        array(whole.users),
        array(whole.sequences),
        new AnswerChecks(template.checks()));
  }

  int length() {
    return bytes.length;
  }

  AnswerChecks checks() {
    return checks;
  }

  /** Writes the whole request into an empty buffer. */
  void write(ByteBuf out) {
    out.setIndex(0, 0).writeBytes(bytes);
  }

  /** Puts other digits into a buffer that {@link #write} filled. */
  void vary(ByteBuf out, long content, long user, long sequence) {
    for (var at : contents) {
      digits(out, at, CONTENT_DIGITS, content);
    }
    for (var at : users) {
      digits(out, at, USER_DIGITS, user);
    }
    for (var at : sequences) {
      digits(out, at, SEQUENCE_DIGITS, sequence);
    }
  }

  private static void digits(ByteBuf out, int at, int count, long value) {
    var rest = value;
    for (var i = at + count - 1; i >= at; i--) {
      out.setByte(i, (int) ('0' + rest % 10));
      rest /= 10;
    }
  }

  private static int[] array(List<Integer> places) {
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Expands placeholders to fixed widths and notes where their digits lie. */
  private static final class Slots {
    final List<Integer> contents = new ArrayList<>();
    final List<Integer> users = new ArrayList<>();
    final List<Integer> sequences = new ArrayList<>();
    private final int payload;
    private final String run;
    private final @Nullable LoadUser user;

    Slots(int payload, String run, @Nullable LoadUser user) {
      this.payload = payload;
      this.run = run;
      this.user = user;
    }

    byte[] expand(String text) {
      var out = new ByteArrayOutputStream();
      var matcher = SLOT.matcher(text);
      var last = 0;
      while (matcher.find()) {
        out.writeBytes(text.substring(last, matcher.start()).getBytes(StandardCharsets.UTF_8));
        last = matcher.end();
        switch (matcher.group(1)) {
          case "content" -> {
            contents.add(out.size() + "Signal ".length());
            out.writeBytes(content());
          }
          case "user" -> user(out);
          default -> {
            sequences.add(out.size() + run.length() + 1);
            out.writeBytes(ascii(run + "-" + "0".repeat(SEQUENCE_DIGITS)));
          }
        }
      }
      out.writeBytes(text.substring(last).getBytes(StandardCharsets.UTF_8));
      return out.toByteArray();
    }

    private void user(ByteArrayOutputStream out) {
      if (user != null) {
        out.writeBytes(ascii(user.id()));
        return;
      }
      users.add(out.size() + "user-".length());
      out.writeBytes(ascii("user-" + "0".repeat(USER_DIGITS)));
    }

    private byte[] content() {
      var text = new StringBuilder("Signal " + "0".repeat(CONTENT_DIGITS) + " of run " + run + ":");
      while (text.length() < payload) {
        text.append(' ').append(FILLER.strip());
      }
      text.setLength(payload);
      text.setCharAt(payload - 1, '.');
      return ascii(text.toString());
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
