package ai.hal9.console.tuning;

import static java.util.Objects.requireNonNull;

import ai.hal9.console.ui.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** A tuning model before a desk without a cluster, on one thread. */
abstract class TuningOnFakeDesk {

  static final String SIZE = "performance.signal_buffer_size";
  static final String FLUSH = "performance.buffer_flush_ms";
  static final Target NODE = new Target.OneNode("node-2");

  final FakeDesk desk = new FakeDesk();
  final TuningModel model = new TuningModel(desk, Background.sameThread(), "ann", "");
  final List<Recorded> applied = new ArrayList<>();

  @BeforeEach
  void look() {
    model.onApplied(applied::add);
    model.refresh();
  }

  ParameterState state(String key) {
    return model.states().get().stream()
        .filter(state -> state.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  Map<String, String> wanted() {
    return model.pending().stream()
        .collect(Collectors.toMap(ParameterState::key, ParameterState::value));
  }

  Notice notice() {
    return requireNonNull(model.notice().get());
  }

  void offer(String id) {
    notice().offers().stream()
        .filter(offer -> offer.id().equals(id))
        .findFirst()
        .orElseThrow()
        .run()
        .run();
  }
}
