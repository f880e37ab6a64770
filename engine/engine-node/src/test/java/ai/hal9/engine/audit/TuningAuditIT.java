package ai.hal9.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOrigin.Authority;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.store.TestStores;
import ai.hal9.engine.telemetry.NodeTelemetry;
import ai.hal9.engine.tuning.TuningService;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

final class TuningAuditIT {

  private static final String SIZE = "performance.signal_buffer_size";
  private static final String FLUSH = "performance.buffer_flush_ms";
  private static final AuditQuery ALL = new AuditQuery(null, null, null, 100);
  private static final int MOST = 20;
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir static Path directory;

  private static TestRedis redis;
  private static Database tables;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final RecordedMeters meters = new RecordedMeters();
  private final String cluster;
  private volatile boolean away;

  TuningAuditIT(TestInfo test) {
    cluster = test.getDisplayName().replaceAll("\\W", "");
  }

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start(directory);
    tables = TestStores.withTables();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void changes_ofEveryKind_areKeptOnceEach_acrossRestarts() {
    var first = node("node-1", Map.of(SIZE, "20"));
    var second = node("node-2", Map.of());
    var audit = audit(first);
    audit(second);

    first.apply(change(TuningScope.CLUSTER, Map.of(SIZE, "40"), null), Authority.TOKEN);
    second.apply(change(TuningScope.NODE, Map.of(FLUSH, "7"), null), Authority.OPEN);
    first.reload(Map.of(SIZE, "20", FLUSH, "90"));
    first.apply(
        change(TuningScope.CLUSTER, Map.of(SIZE, "50"), Duration.ofMillis(50)), Authority.TOKEN);

    await().until(() -> page(audit, ALL).changes().size() == 5);
    var restarted = node("node-1", Map.of());
    var after = audit(restarted);
    await().until(() -> meters.value(MetricCatalogue.TUNING_AUDIT_WAITING) == 0);
    var changes = page(after, ALL).changes();
    assertThat(changes)
        .extracting(TuningVersion::who)
        .containsExactly("revert-after", "ann", "configuration-file", "ann", "ann");
    assertThat(changes)
        .extracting(TuningVersion::origin)
        .element(3)
        .isEqualTo(new TuningOrigin("node-2", Authority.OPEN));
    assertThat(changes.get(2).origin()).isEqualTo(new TuningOrigin("node-1", Authority.NODE));
    var oldest = changes.getLast();
    assertThat(oldest.origin()).isEqualTo(new TuningOrigin("node-1", Authority.TOKEN));
    assertThat(oldest.version()).isEqualTo(1);
    assertThat(oldest.why()).isEqualTo("for a test");
    assertThat(oldest.before()).isEqualTo(Map.of(SIZE, "20"));
    assertThat(oldest.after()).isEqualTo(Map.of(SIZE, "40"));
    assertThat(changes.get(1).revertAt()).isNotNull();
    assertThat(page(after, new AuditQuery(TuningScope.NODE, null, null, 9)).changes()).hasSize(2);
    assertThat(page(after, new AuditQuery(null, FLUSH, null, 9)).changes()).hasSize(2);
  }

  @Test
  void change_thatUnsets_isKeptAsOne() {
    var node = node("node-1", Map.of(SIZE, "20"));
    var audit = audit(node);
    node.apply(change(TuningScope.NODE, Map.of(SIZE, "40"), null), Authority.TOKEN);
    node.apply(
        new TuningChange(TuningScope.NODE, Map.of(), Set.of(SIZE), "ann", "for a test", null, null),
        Authority.TOKEN);

    await().until(() -> page(audit, ALL).changes().size() == 2);

    assertThat(page(audit, ALL).changes().getFirst().after()).isEqualTo(Map.of(SIZE, "20"));
    assertThat(page(audit, ALL).changes().getFirst().unset()).containsExactly(SIZE);
    assertThat(page(audit, ALL).changes().getLast().inherited()).containsExactly(SIZE);
  }

  @Test
  void change_whilePostgresIsAway_isInForceAtOnceAndKeptLater() {
    var node = node("node-1", Map.of());
    var audit = audit(node);
    away = true;

    var outcome = node.apply(change(TuningScope.NODE, Map.of(SIZE, "40"), null), Authority.TOKEN);

    assertThat(outcome).isInstanceOf(TuningOutcome.Applied.class);
    assertThat(meters.value(MetricCatalogue.TUNING_AUDIT_WAITING)).isEqualTo(1);
    assertThat(audit.page(ALL)).isEqualTo(new AuditReading.Unavailable("PostgreSQL is gone"));
    away = false;
    await().until(() -> page(audit, ALL).changes().size() == 1);
    assertThat(meters.total(MetricCatalogue.TUNING_AUDIT_LOST)).isZero();
  }

  @Test
  void changes_moreThanFitWhilePostgresIsAway_areCounted() {
    away = true;
    var audit = new StoredAudit(new AuditTable(reached(), cluster), MOST, meters);

    for (var version = 1; version <= MOST + 3; version++) {
      audit.keep(line(version));
    }

    assertThat(meters.total(MetricCatalogue.TUNING_AUDIT_LOST)).isEqualTo(3);
    audit.close(SOON);
    assertThat(meters.total(MetricCatalogue.TUNING_AUDIT_LOST)).isEqualTo(MOST + 3);
  }

  @Test
  void page_followedToTheEnd_showsEachOnce() {
    var audit = new StoredAudit(new AuditTable(reached(), cluster), MOST, meters);
    for (var version = 1; version <= 7; version++) {
      audit.keep(line(version));
      audit.keep(line(version));
    }
    audit.close(SOON);

    var versions = new ArrayList<Long>();
    @Nullable AuditCursor next = null;
    do {
      var page = page(audit, new AuditQuery(null, null, next, 3));
      page.changes().forEach(change -> versions.add(change.version()));
      next = page.next() == null ? null : AuditCursor.parse(page.next().toString()).orElseThrow();
    } while (next != null);

    assertThat(versions).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  private static AuditPage page(TuningAudit audit, AuditQuery query) {
    return switch (audit.page(query)) {
      case AuditPage page -> page;
      case AuditReading.Unavailable(var reason) -> throw new AssertionError(reason);
    };
  }

  /** Two at a time share a microsecond. */
  private static TuningVersion line(long version) {
    return new TuningVersion(
        version,
        TuningScope.NODE,
        Instant.parse("2026-01-01T00:00:00Z").plusNanos(version / 2 * 1_000),
        "ann",
        "",
        Map.of(SIZE, "1"),
        Map.of(SIZE, "2"),
        null,
        new TuningOrigin("node-1", Authority.TOKEN));
  }

  private TuningAudit audit(TuningService node) {
    var audit = TuningAudit.of(node, cluster, reached(), meters);
    open.add(() -> audit.close(SOON));
    return audit;
  }

  private Database reached() {
    return new Database() {
      @Override
      public <T> T ask(String operation, Work<T> work) {
        if (away) {
          throw new StoreException("PostgreSQL is gone");
        }
        return tables.ask(operation, work);
      }
    };
  }

  private TuningService node(String name, Map<String, String> file) {
    var source = new TelemetrySource(SourceKind.NODE, name, cluster, "local", "1", Instant.now());
    var telemetry = NodeTelemetry.of(source, List.of(), Clock.systemUTC());
    open.add(telemetry);
    var service =
        TuningService.follow(
            name,
            file,
            redis.client(cluster),
            Optional::empty,
            Optional::empty,
            telemetry,
            Clock.systemUTC());
    open.add(service);
    return service;
  }

  private static TuningChange change(
      TuningScope scope, Map<String, String> values, @Nullable Duration revertAfter) {
    return new TuningChange(scope, values, "ann", "for a test", revertAfter, null);
  }
}
