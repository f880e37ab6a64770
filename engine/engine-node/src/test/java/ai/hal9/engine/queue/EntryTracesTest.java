package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.trace.TraceContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EntryTracesTest {

  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SAMPLED = "00-" + ID + "-00f067aa0ba902b7-01";
  private static final String OTHER = "00-00000000000000010000000000000002-0000000000000003-00";

  @Test
  void traces_ofAGroup_keepTheirPlaces() {
    var traces = written(null, SAMPLED, null, OTHER);

    assertThat(traces.text()).isEqualTo("- " + SAMPLED + " - " + OTHER);
    assertThat(traces.ids()).isEqualTo(ID + " 00000000000000010000000000000002");
    assertThat(traces.sampled()).containsExactly(TraceContext.parse(SAMPLED));
    assertThat(traces.of(1, 4).ids()).isEqualTo(ID);
    assertThat(traces.of(2, 4).ids()).isEmpty();
    assertThat(EntryTraces.read(traces.toField())).isEqualTo(traces);
  }

  @Test
  void traces_whereNoneIsKnown_takeNoRoom() {
    var traces = written(null, null);

    assertThat(traces.toField()).isEmpty();
    assertThat(traces.ids()).isEmpty();
    assertThat(traces.sampled()).isEmpty();
    assertThat(traces.of(1, 2).ids()).isEmpty();
  }

  @Test
  void traces_ofAnEarlierVersion_areIdsOfTheWholeEntry() {
    var traces = EntryTraces.read((ID + " " + ID).getBytes(US_ASCII));

    assertThat(traces.ids()).isEqualTo(ID + " " + ID);
    assertThat(traces.sampled()).isEmpty();
    assertThat(traces.of(2, 3)).isEqualTo(traces);
  }

  private static EntryTraces written(@Nullable String... traces) {
    var rows = new PendingRow[traces.length];
    for (var i = 0; i < rows.length; i++) {
      rows[i] = new Row(traces[i] == null ? null : requireNonNull(TraceContext.parse(traces[i])));
    }
    return EntryTraces.read(EntryTraces.of(rows, rows.length));
  }

  /** A row of which only the request matters. */
  private static final class Row extends PendingRow {

    private final @Nullable TraceContext request;

    Row(@Nullable TraceContext request) {
      this.request = request;
    }

    @Override
    public @Nullable TraceContext trace() {
      return request;
    }

    @Override
    protected void stored(long takenNanos, long storedNanos) {}

    @Override
    protected void refused(String reason) {}
  }
}
