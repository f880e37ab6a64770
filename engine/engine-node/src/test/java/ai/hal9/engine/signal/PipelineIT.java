package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.Layer;
import org.junit.jupiter.api.Test;

class PipelineIT {

  @Test
  void signal_byDefault_passesThreeLayersAndIsCommittedBeforeItsAnswer() throws Exception {
    try (var fixture = PipelineFixture.start()) {
      var answer = fixture.answer("hello");

      assertThat(answer.path()).containsExactly("strategist", "designer", "implementer");
      assertThat(answer.content()).contains("hello");
      assertThat(answer.layer()).isEqualTo(Layer.L4);
      assertThat(answer.cache()).isEqualTo(CacheOutcome.MISS);
      assertThat(answer.durability()).isEqualTo(Durability.COMMITTED);
      assertThat(fixture.rows()).containsEntry(answer.signalId(), "hello").hasSize(1);
      assertThat(fixture.pipeline.service().find(answer.signalId())).isPresent();

      var again = fixture.answer("hello");
      assertThat(again.cache()).isEqualTo(CacheOutcome.LOCAL);
      assertThat(again.signalId()).isNotEqualTo(answer.signalId());
      assertThat(fixture.rows()).containsEntry(again.signalId(), "hello").hasSize(2);
    }
  }
}
