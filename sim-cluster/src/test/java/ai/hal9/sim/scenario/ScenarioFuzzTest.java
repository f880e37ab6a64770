package ai.hal9.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.fuzz.Damaged;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text is a scenario, or is rejected with what is wrong. */
class ScenarioFuzzTest {

  private static final List<String> SAMPLES =
      ScenarioFiles.bundledNames().stream()
          .map(name -> ScenarioFiles.bundledText(name).orElseThrow())
          .toList();

  private static final List<String> WORDS =
      List.of(
          "\n",
          "  ",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "'",
          "|",
          "&a ",
          "*a",
          "!!int ",
          "? ",
          "<<: ",
          "---",
          "...",
          "\t",
          "#",
          "null",
          "~",
          "-1",
          "0",
          "1e999",
          "99999999999999999999",
          ".nan",
          "999999999999h",
          "0s",
          "p(95)<500",
          "p(200)",
          "count<1",
          "rate",
          "\0",
          "\ufeff",
          "\ud83d");

  @Property
  void scenario_anyText_isReadOrRejected(@ForAll("files") String text) {
    switch (ScenarioFiles.read("fuzz", text)) {
      case ScenarioReading.Accepted(var scenario) ->
          assertThat(scenario.connections()).isPositive();
      case ScenarioReading.Rejected(var errors) ->
          assertThat(errors)
              .isNotEmpty()
              .noneMatch(error -> error.toString().contains("Exception"));
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Damaged.text(SAMPLES, WORDS);
  }
}
