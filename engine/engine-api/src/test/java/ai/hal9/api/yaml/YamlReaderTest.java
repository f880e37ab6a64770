package ai.hal9.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

  @Test
  void characterOfTwoUnits_whereverTheParsersBufferEnds_isReadWhole() {
    for (var before = 900; before < 2_200; before++) {
      var errors = new ArrayList<YamlError>();
      var value = "x".repeat(before) + "\ud83d\ude00";

      var read = new YamlReader(errors).read("a: \"" + value + "\"\n").orElseThrow();

      assertThat(errors).isEmpty();
      assertThat(Fields.top(read, "must be a mapping", errors).orElseThrow().text("a", ""))
          .isEqualTo(value);
    }
  }
}
