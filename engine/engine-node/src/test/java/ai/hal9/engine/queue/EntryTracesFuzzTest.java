package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.fuzz.Damaged;
import ai.hal9.engine.trace.TraceContext;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever stands in an entry's field for its requests, its signals can be stored. */
class EntryTracesFuzzTest {

  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SAMPLED = "00-" + ID + "-00f067aa0ba902b7-01";
  private static final String OTHER = "00-" + ID + "-00f067aa0ba902b7-00";

  @Property
  void field_anyBytes_tellsOfTracesOrOfNone(
      @ForAll("fields") byte[] bytes, @ForAll @IntRange(min = 1, max = 6) int signals) {
    var traces = EntryTraces.read(bytes);

    assertThat(traces.ids().split(" ", -1).length).isLessThanOrEqualTo(bytes.length + 1);
    assertThat(traces.sampled()).allMatch(TraceContext::sampled);
    for (var i = 0; i < signals; i++) {
      var one = traces.of(i, signals);
      assertThat(traces.sampled()).containsAll(one.sampled());
      assertThat(EntryTraces.read(one.toField()).sampled()).isEqualTo(one.sampled());
    }
  }

  @Provide
  Arbitrary<byte[]> fields() {
    return Damaged.of(
        List.of(
            (SAMPLED + " - " + OTHER).getBytes(US_ASCII),
            (ID + " " + ID).getBytes(US_ASCII),
            new byte[0]),
        List.of(
            " ".getBytes(US_ASCII),
            "-".getBytes(US_ASCII),
            "- ".getBytes(US_ASCII),
            "0".repeat(32).getBytes(US_ASCII),
            "00-".getBytes(US_ASCII),
            "ff".getBytes(US_ASCII),
            new byte[] {0, -1}));
  }
}
