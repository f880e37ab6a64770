package ai.hal9.engine.signal;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.store.TestStores;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A PostgreSQL that answers and cannot write, as one whose disk is full. */
@Timeout(60)
class StoreBreakerIT {

  private static final String FULL =
      """
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON signals FOR EACH ROW EXECUTE FUNCTION full_disk();
      """;
  private static final String ROOM = "DROP TRIGGER full_disk ON signals";

  @Test
  void postgresThatCannotWrite_refusesSignalsAtOnceAndIsUsedWhenItCanAgain() throws Exception {
    try (var fixture = PipelineFixture.start("circuit_breaker.store_timeout", "300ms")) {
      assertThat(fixture.answer("before").content()).isNotEmpty();
      run(fixture, FULL);

      var first = fixture.submit("first");
      await().until(() -> fixture.meters.value(BREAKER_STATE, "postgres") == 2);

      var refusedAtOnce = 0;
      for (var i = 0; i < 20; i++) {
        var start = System.nanoTime();
        var outcome = fixture.submit("during " + i);
        if (outcome.isDone() && Duration.ofNanos(System.nanoTime() - start).toMillis() < 200) {
          refusedAtOnce++;
        }
      }
      assertThat(refusedAtOnce).isPositive();
      assertThat(fixture.events)
          .anySatisfy(
              event ->
                  assertThat(event.details())
                      .containsEntry("breaker", "postgres")
                      .containsEntry("to", "open"));

      run(fixture, ROOM);
      await()
          .until(
              () ->
                  PipelineFixture.outcome(fixture.submit("after"))
                      instanceof SignalOutcome.Answered);
      await().until(() -> fixture.meters.value(BREAKER_STATE, "postgres") == 0);
      assertThat(PipelineFixture.outcome(first)).isNotNull();
    }
  }

  private static void run(PipelineFixture fixture, String sql) throws SQLException {
    try (var connection = TestStores.connect(fixture.database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
