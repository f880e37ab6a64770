package ai.hal9.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldsTest {

  private final List<YamlError> errors = new ArrayList<>();

  @Test
  void value_thatRefusesItself_isNotedWithItsLineAndPath() {
    var fields = read("a: 1\nb:\n  c: 2\n");
    var inner = fields.mapping("b").orElseThrow();

    assertThat(inner.checked(inner.line("c"), "c", () -> 7)).contains(7);
    assertThat(
            inner.checked(
                inner.line("c"),
                "c",
                () -> {
                  throw new IllegalArgumentException("is too small");
                }))
        .isEmpty();
    assertThat(errors).containsExactly(new YamlError(3, "b.c", "is too small"));
  }

  @Test
  void key_nobodyAskedFor_isAnErrorNamingTheNearest() {
    var fields = read("titel: x\n");
    fields.text("title", "");
    fields.done();

    assertThat(errors)
        .extracting(YamlError::text)
        .containsExactly("line 1: titel: is unknown; did you mean 'title'?");
  }

  @Test
  void file_thatIsNoMapping_isToldWhatItShouldBe() {
    var node = new YamlReader(errors).read("[1, 2]").orElseThrow();

    assertThat(Fields.top(node, "must be a mapping", errors)).isEmpty();
    assertThat(errors).containsExactly(new YamlError(1, "", "must be a mapping"));
  }

  @Test
  void nearest_isWithinAThirdOfWhatWasWritten() {
    assertThat(Nearest.to("hal9_cache_hit_total", Stream.of("hal9_cache_hits_total", "hal9_model")))
        .contains("hal9_cache_hits_total");
    assertThat(Nearest.to("latency", Stream.of("hal9_buffer_depth"))).isEmpty();
  }

  private Fields read(String text) {
    var node = new YamlReader(errors).read(text).orElseThrow();
    return Fields.top(node, "must be a mapping", errors).orElseThrow();
  }
}
