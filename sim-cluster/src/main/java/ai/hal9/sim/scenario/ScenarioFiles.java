package ai.hal9.sim.scenario;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Scenario files: the bundled ones, and how any is read. */
public final class ScenarioFiles {

  private static final List<String> BUNDLED =
      List.of(
          "smoke",
          "demo",
          "thousand-users",
          "ten-thousand-rps",
          "stress",
          "soak",
          "spike",
          "games",
          "day");

  private ScenarioFiles() {}

  /** The names of the bundled scenarios, the shortest runs first. */
  public static List<String> bundledNames() {
    return BUNDLED;
  }

  /** The text of a bundled scenario, or nothing when there is none of that name. */
  public static Optional<String> bundledText(String name) {
    if (!BUNDLED.contains(name)) {
      return Optional.empty();
    }
    try (var in =
        ScenarioFiles.class.getResourceAsStream("/ai/hal9/sim/scenario/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("the scenario " + name + " was not packed");
      }
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A bundled scenario, or nothing when there is none of that name. */
  public static Optional<Scenario> bundled(String name) {
    return bundledText(name)
        .map(
            text ->
                switch (read(name, text)) {
                  case ScenarioReading.Accepted(var scenario) -> scenario;
                  case ScenarioReading.Rejected(var errors) ->
                      throw new IllegalStateException(name + ": " + errors);
                });
  }

  /**
   * Reads a scenario and finds everything wrong with it.
   *
   * @param name its name unless the text gives one
   * @param text YAML
   */
  public static ScenarioReading read(String name, String text) {
    var errors = new ArrayList<YamlError>();
    var scenario =
        new YamlReader(errors)
            .read(text)
            .flatMap(node -> Fields.top(node, "a scenario is a mapping of keys to values", errors))
            .flatMap(fields -> scenario(name, fields));
    if (!errors.isEmpty() || scenario.isEmpty()) {
      errors.sort(Comparator.comparingInt(YamlError::line));
      return new ScenarioReading.Rejected(errors);
    }
    return new ScenarioReading.Accepted(scenario.get());
  }

  private static Optional<Scenario> scenario(String name, Fields fields) {
    var day = Duration.ofDays(1);
    var half = Duration.ofSeconds(30);
    var executor = new ExecutorReader(fields).read();
    var ownName = fields.text("name", name);
    var description = fields.text("description", "");
    var warmUp = fields.duration("warm-up", Duration.ZERO, Duration.ZERO, day);
    var gracefulStop = fields.duration("graceful-stop", half, Duration.ZERO, day);
    var thinkTime = fields.duration("think-time", Duration.ZERO, Duration.ZERO, day);
    var connections = fields.number("connections", 64, 1, 100_000);
    var maxPending = fields.number("max-pending", 100_000, 0, 10_000_000);
    var timeout = fields.duration("timeout", half, Duration.ofMillis(1), Duration.ofMinutes(10));
    var seed = fields.number("seed", 9, Long.MIN_VALUE, Long.MAX_VALUE);
    var gamesReader = new GamesReader(fields);
    var games = gamesReader.read();
    var mix = games.played() ? List.of(RequestTemplate.ACTION) : new MixReader(fields).read();
    var data = fields.mapping("data").map(ScenarioFiles::data).orElse(DataShape.DEFAULT);
    var thresholds = new ThresholdReader(fields).read();
    executor.ifPresent(found -> gamesReader.playable(games, found, warmUp.plus(found.duration())));
    fields.done();
    return executor.map(
        found ->
            new Scenario(
                ownName,
                description,
                found,
                warmUp,
                gracefulStop,
                thinkTime,
                (int) connections,
                (int) maxPending,
                timeout,
                seed,
                mix,
                data,
                games,
                thresholds));
  }

  private static DataShape data(Fields data) {
    var usual = DataShape.DEFAULT;
    var shape =
        new DataShape(
            (int) data.number("distinct-contents", usual.distinctContents(), 1, 10_000_000),
            data.decimal("zipf-exponent", usual.zipfExponent(), 0, 10),
            (int) data.number("payload-bytes", usual.payloadBytes(), 48, 900_000),
            (int) data.number("users", usual.users(), 1, 9_999_999));
    data.done();
    return shape;
  }
}
