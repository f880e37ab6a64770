package ai.hal9.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.fuzz.Damaged;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What stands in an entry of the queue is signals, or is refused as none. */
class TupleFuzzTest {

  private static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");

  @Property
  void rows_anyBytes_areSplitWithoutLoss_orRefused(@ForAll("entries") byte[] bytes) {
    List<Tuple> tuples;
    try {
      tuples = Tuple.split(bytes);
    } catch (IllegalArgumentException refused) {
      return;
    }
    var joined = new ByteArrayOutputStream();
    tuples.forEach(tuple -> joined.writeBytes(tuple.bytes()));
    assertThat(joined.toByteArray()).isEqualTo(bytes);
    assertThat(tuples).allSatisfy(tuple -> assertThat(tuple.row().id()).isEqualTo(tuple.id()));
  }

  @Provide
  Arbitrary<byte[]> entries() {
    var row =
        CopyRow.encode(
            ID, new UUID(1, 2), "{\"content\":\"a\"".getBytes(UTF_8), "}".getBytes(UTF_8));
    var two = ByteBuffer.allocate(2 * row.length).put(row).put(row).array();
    return Damaged.of(
        List.of(row, two, new byte[0]),
        Stream.of(-1, -4, -6, 0, 1, 4, 16, Integer.MAX_VALUE, Integer.MIN_VALUE)
            .map(number -> ByteBuffer.allocate(4).putInt(number).array())
            .toList());
  }
}
