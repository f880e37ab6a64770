package ai.hal9.console.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.SeedProfile;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values that go together.
 *
 * @param id stable, unique
 * @param title as in the menu
 * @param about what it is for, in a sentence
 * @param values by key
 * @param own whether the user has saved it
 */
record Preset(String id, String title, String about, Map<String, String> values, boolean own) {

  Preset {
    values = Map.copyOf(values);
  }

  /** Those that come with the console. */
  static List<Preset> bundled() {
    return Stream.concat(
            Stream.of(SeedProfile.values()).map(Preset::seed),
            Stream.of(
                new Preset(
                    "before",
                    "Before: every optimisation off",
                    "No cache, no coalescing, no batches, no pool, one signal at a time.",
                    ai.hal9.sim.cluster.Preset.BEFORE.settings(),
                    false),
                new Preset(
                    "throughput",
                    "Throughput",
                    "The most signals a second: large batches and a large cache, for some"
                        + " milliseconds each.",
                    ai.hal9.sim.cluster.Preset.THROUGHPUT.settings(),
                    false)))
        .toList();
  }

  /** One the user has saved. */
  static Preset saved(String name, Map<String, String> values) {
    return new Preset("own-" + name, name, "Saved by you.", values, true);
  }

  /** Every parameter that can be changed live, as a seed document has it. */
  private static Preset seed(SeedProfile profile) {
    var values =
        TuningCatalogue.all().stream()
            .filter(parameter -> parameter.application() == Application.LIVE)
            .collect(
                Collectors.toMap(
                    TuningParameter::key,
                    TuningParameter::defaultValue,
                    (one, _) -> one,
                    TreeMap::new));
    profile.overrides().forEach(values::replace);
    return new Preset(profile.wireName(), title(profile), about(profile), values, false);
  }

  private static String about(SeedProfile profile) {
    return switch (profile) {
      case SEED_1, SEED_2, SEED_3 -> "Every parameter as the document has it.";
      case SEED_4, SEED_5 ->
          "Every parameter as the document has it, but for its rate limits: they are in"
              + " ‘Production’.";
      case PRODUCTION -> "Every parameter as the documents have it, their rate limits too.";
    };
  }

  private static String title(SeedProfile profile) {
    return switch (profile) {
      case SEED_1 -> "Seed 1: performance architecture";
      case SEED_2 -> "Seed 2: tuning guide (the defaults)";
      case SEED_3 -> "Seed 3: optimization guide";
      case SEED_4 -> "Seed 4: trends and learnings";
      case SEED_5 -> "Seed 5: distributed scaling";
      case PRODUCTION -> "Production: seeds 4 and 5, with rate limits";
    };
  }
}
