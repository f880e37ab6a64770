package ai.hal9.sim.fault;

import static ai.hal9.sim.fault.LoadScript.bad;
import static ai.hal9.sim.fault.LoadScript.good;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.report.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Table, page and data of the same report. */
final class FaultPageTest {

  private static final Audit KEPT = new Audit(1_990, 0, 0, 3, List.of());
  private static final Audit LOST = new Audit(1_990, 2, 1, 3, List.of("lost: x"));

  @Test
  void page_hasARowForEveryFault_andWhatWasRefused() {
    var text = new FaultPage(report(KEPT), 3).text();
    assertThat(text)
        .contains("26 November 2026, 08:00 UTC, version 1.2.3. A processor, 2 processors")
        .contains("load average 1.5 when it began")
        .contains(
            "| stores-down | committed | 20.0 s | 1,990 | 10 | 5.00 % | 1.5 s |"
                + " up to 10.0 ms | up to 10.0 ms | up to 10.0 ms | 0 | 0 | kept |")
        .contains("| disk-full | queued | – | – | – | – | – | – | – | – | – | – | left out |")
        .contains(
            "- **stores-down**, committed: all are down; refused: 7 × 503 store-unavailable,"
                + " 3 × timeout; error rate after recovery: 5.00 %; stored, but not acknowledged: 3;"
                + " games: 40 actions acknowledged, 0 lost; 0 of 8 rounds miscounted; a standby took over")
        .contains("- **disk-full**, queued: no room; only root can")
        .contains("| flood | queued | – | – | – | – | – | – | – | – | – | – | not run |")
        .contains("sends 200 signals a second");
  }

  @Test
  void lost_isSaidInRowAndRemarks_andBreachesTheReport() {
    var report = report(LOST);
    assertThat(report.breached()).isTrue();
    assertThat(report(KEPT).breached()).isFalse();
    assertThat(FaultTable.row(report.outcomes().getFirst())).endsWith("2", "1", "BROKEN");
    assertThat(FaultTable.lines(report.outcomes())).contains("stores-down, committed: lost: x");
  }

  @Test
  void report_isCompleteOnlyWhenNothingWasBrokenOffOrNotRun() {
    var report = report(KEPT);
    assertThat(report.complete()).isFalse();
    assertThat(with(report, report.outcomes().subList(0, 2)).complete()).isTrue();
    var broken = new FaultOutcome.BrokenOff("flood", "water", Durability.QUEUED, "no boat");
    assertThat(with(report, List.of(broken)).complete()).isFalse();
  }

  private static FaultReport with(FaultReport report, List<FaultOutcome> outcomes) {
    return new FaultReport(
        report.begun(), report.version(), report.machine(), report.load(), report.pace(), outcomes);
  }

  @Test
  void lines_areAligned() {
    var lines = FaultTable.lines(report(KEPT).outcomes());
    assertThat(lines.get(0).indexOf("verdict"))
        .isEqualTo(lines.get(1).indexOf("kept"))
        .isEqualTo(lines.get(2).indexOf("left out"));
  }

  @Test
  void json_hasCountsPhasesAndReasons() {
    var json = SimJson.LINE.readTree(new FaultJson(report(LOST)).text());
    assertThat(json.path("schema").asString()).isEqualTo("hal9-faults");
    assertThat(json.path("breached").asBoolean()).isTrue();
    var fault = json.path("faults").path(0);
    assertThat(fault.path("recovery_ms").asLong()).isEqualTo(1_500);
    assertThat(fault.path("lost").asLong()).isEqualTo(2);
    assertThat(fault.path("during").path("refused").path("timeout").asLong()).isEqualTo(3);
    assertThat(fault.path("during").path("error_rate").asDouble()).isEqualTo(0.05);
    assertThat(json.path("faults").path(1).path("left_out").asString()).isEqualTo("only root can");
    assertThat(json.path("faults").path(2).path("not_run").asBoolean()).isTrue();
  }

  private static FaultReport report(Audit audit) {
    var phase =
        Phase.of(
            new LoadScript()
                .from(ms(0), ms(1_900), ms(10), good())
                .from(ms(1_900), ms(1_970), ms(10), bad("503 store-unavailable"))
                .from(ms(1_970), ms(2_000), ms(10), bad("timeout"))
                .entries(),
            0,
            Long.MAX_VALUE);
    return new FaultReport(
        Instant.parse("2026-11-26T08:00:00Z"),
        "1.2.3",
        new Machine("A processor", 2, 4L << 30, "Linux 6", "Java 25"),
        1.5,
        Pace.standard(),
        List.of(
            new FaultOutcome.Measured(
                "stores-down",
                "all are down",
                Durability.COMMITTED,
                Duration.ofSeconds(20),
                Optional.of(ms(1_500)),
                phase,
                phase,
                phase,
                phase,
                audit,
                new GameAudit(40, 0, 8, 0, List.of()),
                "a standby took over"),
            new FaultOutcome.LeftOut("disk-full", "no room", Durability.QUEUED, "only root can"),
            new FaultOutcome.NotRun("flood", "water", Durability.QUEUED)));
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
