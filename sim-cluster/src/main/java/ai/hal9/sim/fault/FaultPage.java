package ai.hal9.sim.fault;

import ai.hal9.sim.chart.Quantity;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a page of Markdown. */
public final class FaultPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final FaultReport report;
  private final int nodes;

  /**
   * @param nodes of each cluster
   */
  public FaultPage(FaultReport report, int nodes) {
    this.report = report;
    this.nodes = nodes;
  }

  /** The page's text. */
  public String text() {
    var lines = new ArrayList<String>();
    lines.add("# Faults under load");
    lines.add("");
    lines.add(
        "Written by `./hal9 faults --report FILE`: every fault below happened to a cluster under"
            + " load, and every acknowledgement was looked for afterwards.");
    lines.add("");
    setting(lines);
    table(lines);
    happened(lines);
    lines.add(reading());
    return String.join("\n", lines);
  }

  private void setting(List<String> lines) {
    var machine = report.machine();
    lines.add(
        "%s, version %s. %s, %d processors, %s of memory, %s, %s%s."
            .formatted(
                TIME.format(report.begun()),
                report.version(),
                machine.processor(),
                machine.cores(),
                Quantity.BYTES.text((double) machine.memoryBytes()),
                machine.system(),
                machine.java(),
                load()));
    lines.add("");
  }

  /** A machine that did other work too is no quiet one; who reads must know. */
  private String load() {
    return report.load() < 0
        ? ""
        : String.format(Locale.ROOT, "; load average %.1f when it began", report.load());
  }

  private void table(List<String> lines) {
    lines.add(row(FaultTable.HEAD));
    lines.add(
        row(
            FaultTable.HEAD.stream()
                .map(column -> FaultTable.words(column) ? "---" : "---:")
                .toList()));
    report.outcomes().forEach(outcome -> lines.add(row(FaultTable.row(outcome))));
    lines.add("");
  }

  private void happened(List<String> lines) {
    lines.add("## What happened");
    lines.add("");
    for (var outcome : report.outcomes()) {
      var remarks = FaultTable.remarks(outcome);
      lines.add(
          "- **%s**, %s: %s%s"
              .formatted(
                  outcome.fault(),
                  outcome.durability().value(),
                  outcome.what(),
                  remarks.stream().map(remark -> "; " + remark).collect(Collectors.joining())));
    }
    lines.add("");
  }

  private String reading() {
    var pace = report.pace();
    return """
        ## How to read it

        Every fault has a cluster of its own: %d nodes behind the balancer, one PostgreSQL,
        unless shards are named, with a standby, both Redis with a replica. One client outside
        of it sends %d signals a second to the balancer in the name of 200 users, whatever
        becomes of them, each once, without an Idempotency-Key, with a content of its own; what
        it was told is its ledger. Meanwhile 4 games are played, of 5 players who each act every
        quarter of a second. After %d s of warm-up and %d s of calm the fault happens;
        when service and all processes are back, another %d s follow. Then everything is stopped
        and started again, the queue is written, and the ledger is compared with the table
        `signals` of every shard, and what the players were told with the tables `actions` and
        `rounds`.

        - **lasted**: from the fault's beginning to its end. A kill is over at once.
        - **acknowledged**, **refused**: all signals of the run, warm-up included; by kind
          below. A time-out is the client's own, after 10 s.
        - **error rate**: share of those due between the fault's beginning and recovery that
          were not acknowledged.
        - **recovery**: from the fault's end, which of a kill is its beginning, to the first
          acknowledgement in the first window of one second in which fewer than 1 %% of what
          came to an end was refused and at least 95 %% of what was due was acknowledged;
          windows begin every 0.1 s. `none`: not within %d s.
        - **p99**: response time of acknowledged signals at the client, from when each was due,
          so that waiting counts; by when it was due: in the calm before, from the fault's
          beginning to recovery, and from there to the end. `up to`: the longest, where there
          were too few for a percentile.
        - **lost**: acknowledged signals that are not in PostgreSQL under their id with their
          content. **doubled**: rows beyond the first of a content, acknowledged or not.
        - **games**: acknowledged actions; lost are those not in PostgreSQL with their side under
          game, round and player (twice they cannot be), miscounted the closed rounds whose
          score is not that of the actions stored.
        - **verdict**: `kept` when nothing is lost, doubled or miscounted; `left out` where this machine
          does not allow the fault; `broken off` where it could not be carried through; `not
          run` where the command was ended before.

        All processes and the client share one machine: what a fault costs here, it need not
        cost elsewhere.
        """
        .formatted(
            nodes,
            pace.rate(),
            pace.warmUp().toSeconds(),
            pace.calm().toSeconds(),
            pace.calm().toSeconds(),
            pace.patience().toSeconds());
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
