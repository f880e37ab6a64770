package ai.hal9.engine.neuron;

import static ai.hal9.api.metric.MetricCatalogue.FORWARD_ERRORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.resilience.ParallelLimit;
import ai.hal9.engine.signal.RecordedMeters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NeuronNetworkTest {

  private final RecordedMeters meters = new RecordedMeters();

  /** A network whose neurons always reply the same, given as id and reply in turn. */
  private NeuronNetwork network(int branches, String... idsAndReplies) {
    var replies = new HashMap<String, String>();
    for (var i = 0; i < idsAndReplies.length; i += 2) {
      replies.put(idsAndReplies[i], idsAndReplies[i + 1]);
    }
    return network(branches, replies, (neuron, content, patience) -> reply(replies, neuron));
  }

  private NeuronNetwork network(int branches, Map<String, String> replies, LanguageModel model) {
    return new NeuronNetwork(
        neurons(replies.keySet().toArray(String[]::new)),
        model,
        new ParallelLimit(branches, 1_000),
        Thread.ofVirtual()::start,
        meters);
  }

  private static Neurons neurons(String... ids) {
    return Neurons.of(
        Arrays.stream(ids)
            .map(id -> new NodeConfig.Neuron(id, Layer.L4, List.of("b", "c")))
            .toList());
  }

  private static ModelReply reply(Map<String, String> replies, Neuron neuron) {
    return ModelReply.of(replies.getOrDefault(neuron.id(), "nothing"), "test");
  }

  private static NeuronAnswer answer(String content, String... path) {
    return new NeuronAnswer(content, List.of(path), List.of("test"), false);
  }

  private static Neuron first() {
    return Neuron.of("a", Layer.L4, List.of("b", "c"));
  }

  @Test
  void next_isTheFirstForwardConnection() {
    var network = network(1, "a", "FORWARD_TO: next\nCONTENT: on", "b", "end", "c", "other");

    var answer = network.answer(first(), "hi");

    assertThat(answer).isEqualTo(answer("end", "a", "b"));
  }

  @Test
  void severalTargets_areAnsweredInTheirOrder() {
    var network = network(4, "a", "FORWARD_TO: c, b\nCONTENT: on", "b", "from b", "c", "from c");

    var answer = network.answer(first(), "hi");

    assertThat(answer).isEqualTo(answer("from c\nfrom b", "a", "c", "b"));
  }

  @Test
  void severalTargets_runSideBySideUpToTheLimit() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var three = new CountDownLatch(3);
    var replies = Map.of("a", "FORWARD_TO: b, c, d, e", "b", "", "c", "", "d", "", "e", "");
    var network =
        network(
            3,
            replies,
            (neuron, content, patience) -> {
              if (neuron.id().equals("a")) {
                return reply(replies, neuron);
              }
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              three.countDown();
              awaitQuietly(three);
              inside.decrementAndGet();
              return ModelReply.of(neuron.id(), "test");
            });

    assertThat(network.answer(first(), "hi").content()).isEqualTo("b\nc\nd\ne");
    assertThat(most).hasValue(3);
  }

  @Test
  void nestedFanOut_withASinglePermit_ends() {
    var network =
        network(
            1,
            "a",
            "FORWARD_TO: b, c",
            "b",
            "FORWARD_TO: d, e",
            "c",
            "FORWARD_TO: d, e",
            "d",
            "D",
            "e",
            "E");

    var answer = network.answer(first(), "hi");

    assertThat(answer.content()).isEqualTo("D\nE\nD\nE");
    assertThat(answer.path()).containsExactly("a", "b", "d", "e", "c", "d", "e");
  }

  /** A model that is never waited for, until it has replied so often. */
  private record Quick(Map<String, String> replies, int patience, List<String> asked)
      implements LanguageModel {

    @Override
    public ModelReply reply(Neuron neuron, String content, Patience patience) {
      asked.add(neuron.id());
      return NeuronNetworkTest.reply(replies, neuron);
    }

    @Override
    public boolean answersAtOnce() {
      return asked.size() < patience;
    }
  }

  @Test
  void journey_goesOnWithoutWaitingUntilItForks() {
    var replies = Map.of("a", "FORWARD_TO: b", "b", "FORWARD_TO: c, d", "c", "C", "d", "D");
    var model = new Quick(replies, 10, new CopyOnWriteArrayList<>());
    var journey = network(2, replies, model).begin(first(), "hi", new Patience());

    assertThat(journey.advance()).isFalse();
    assertThat(model.asked()).containsExactly("a", "b");

    assertThat(journey.finish()).isEqualTo(answer("C\nD", "a", "b", "c", "d"));
    assertThat(model.asked()).hasSize(4);
  }

  @Test
  void journey_whoseModelMustBeWaitedFor_goesNoFurther() {
    var replies = Map.of("a", "FORWARD_TO: b", "b", "FORWARD_TO: c", "c", "C");
    var model = new Quick(replies, 2, new CopyOnWriteArrayList<>());
    var journey = network(2, replies, model).begin(first(), "hi", new Patience());

    assertThat(journey.advance()).isFalse();
    assertThat(model.asked()).containsExactly("a", "b");
    assertThat(journey.finish().path()).containsExactly("a", "b", "c");
  }

  @Test
  void circle_endsAfterEightHops() {
    var network =
        network(1, "a", "FORWARD_TO: b\nCONTENT: from a", "b", "FORWARD_TO: a\nCONTENT: from b");

    var answer = network.answer(first(), "hi");

    assertThat(answer.path()).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
    assertThat(answer.content()).isEqualTo("from b");
    assertThat(meters.total(FORWARD_ERRORS, "hops")).isEqualTo(1);
  }

  @Test
  void everyoneForwardingToEveryone_isCutShort() {
    var all = "FORWARD_TO: a, b, c, d";
    var network = network(4, "a", all, "b", all, "c", all, "d", all);

    var answer = network.answer(first(), "hi");

    assertThat(answer.path().size()).isLessThanOrEqualTo(NeuronNetwork.MAX_VISITS);
    assertThat(meters.total(FORWARD_ERRORS, "visits")).isPositive();
  }

  @Test
  void unknownTarget_endsItsBranchAlone() {
    var network = network(2, "a", "FORWARD_TO: nobody, b\nCONTENT: mine", "b", "from b");

    assertThat(network.answer(first(), "hi").content()).isEqualTo("from b");
    assertThat(meters.total(FORWARD_ERRORS, "unknown-target")).isEqualTo(1);
  }

  @Test
  void onlyUnknownTargets_leaveTheForwardersContent() {
    var network = network(2, "a", "FORWARD_TO: nobody\nCONTENT: mine");

    assertThat(network.answer(first(), "hi")).isEqualTo(answer("mine", "a"));
  }

  @Test
  void failureInABranch_failsTheSignal() {
    var replies = Map.of("a", "FORWARD_TO: b, c", "b", "", "c", "");
    var network =
        network(
            2,
            replies,
            (neuron, content, patience) -> {
              if (neuron.id().equals("c")) {
                throw new ModelException("broken");
              }
              return reply(replies, neuron);
            });

    assertThatThrownBy(() -> network.answer(first(), "hi"))
        .isInstanceOf(ModelException.class)
        .hasMessage("broken");
  }

  @Test
  void failureInABranch_isAnsweredAtOnceAndEndsTheOthers() {
    var replies =
        Map.of(
            "a",
            "FORWARD_TO: b, c, d",
            "b",
            "FORWARD_TO: e, f",
            "c",
            "",
            "d",
            "",
            "e",
            "",
            "f",
            "");
    var underWay = new CountDownLatch(3);
    var ended = new CountDownLatch(3);
    var asked = new CopyOnWriteArrayList<String>();
    var network =
        network(
            4,
            replies,
            (neuron, content, patience) -> {
              asked.add(neuron.id());
              return switch (neuron.id()) {
                case "a", "b" -> reply(replies, neuron);
                case "c" -> {
                  awaitQuietly(underWay);
                  throw new ModelException("broken");
                }
                default -> {
                  underWay.countDown();
                  var over = new CountDownLatch(1);
                  try (var _ = patience.during(over::countDown)) {
                    awaitQuietly(over);
                  }
                  ended.countDown();
                  throw ModelException.abandoned();
                }
              };
            });
    var patience = new Patience();

    assertThatThrownBy(() -> network.begin(first(), "hi", patience).finish())
        .isInstanceOf(ModelException.class)
        .hasMessage("broken");

    awaitQuietly(ended);
    assertThat(patience.over()).isFalse();
    assertThat(asked).hasSize(6);
  }

  @Test
  void branch_thatWaitsForAPermitWhenAnotherFails_asksNobody() {
    var replies = Map.of("a", "FORWARD_TO: b, c, d", "b", "", "c", "", "d", "");
    var asked = new CopyOnWriteArrayList<String>();
    var threads = new CopyOnWriteArrayList<Thread>();
    var network =
        new NeuronNetwork(
            neurons("a", "b", "c", "d"),
            (neuron, content, patience) -> {
              asked.add(neuron.id());
              if (neuron.id().equals("a")) {
                return reply(replies, neuron);
              }
              throw new ModelException("broken");
            },
            new ParallelLimit(1, 1_000),
            task -> threads.add(Thread.startVirtualThread(task)),
            meters);

    assertThatThrownBy(() -> network.answer(first(), "hi")).hasMessage("broken");

    threads.forEach(NeuronNetworkTest::join);
    assertThat(threads).hasSize(3);
    assertThat(asked).hasSize(2);
  }

  @Test
  void patience_thatEnds_endsAllBranches() {
    var replies = Map.of("a", "FORWARD_TO: b, c", "b", "", "c", "");
    var underWay = new CountDownLatch(2);
    var patience = new Patience();
    var network =
        network(
            2,
            replies,
            (neuron, content, waiting) -> {
              if (neuron.id().equals("a")) {
                return reply(replies, neuron);
              }
              var over = new CountDownLatch(1);
              try (var _ = waiting.during(over::countDown)) {
                underWay.countDown();
                awaitQuietly(over);
              }
              throw ModelException.abandoned();
            });
    Thread.startVirtualThread(
        () -> {
          awaitQuietly(underWay);
          patience.end();
        });

    assertThatThrownBy(() -> network.begin(first(), "hi", patience).finish())
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> assertThat(e.fault()).isEqualTo(ModelException.Fault.ABANDONED));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
