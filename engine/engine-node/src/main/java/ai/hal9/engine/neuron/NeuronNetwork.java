package ai.hal9.engine.neuron;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.resilience.ParallelLimit;
import ai.hal9.engine.telemetry.Meters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes a signal from neuron to neuron. Of several targets each is a branch of its own, side by
 * side; a permit of the branch limit is held for one neuron's work only, never while waiting for
 * branches below, so that nested fan-out cannot lock up. The first branch that fails fails the
 * signal at once and ends the others.
 */
public final class NeuronNetwork {

  /** The most neurons a branch passes. */
  public static final int MAX_HOPS = 8;

  /** The most neurons a signal visits in all its branches. */
  public static final int MAX_VISITS = 256;

  private static final String NEXT = "next";

  private final Neurons neurons;
  private final LanguageModel model;
  private final ParallelLimit branches;
  private final Executor branchThreads;
  private final Meters.Count unknownTarget;
  private final Meters.Count tooManyHops;
  private final Meters.Count tooManyVisits;

  /** Of the given neurons; {@code branchThreads} starts a virtual thread a task. */
  public NeuronNetwork(
      Neurons neurons,
      LanguageModel model,
      ParallelLimit branches,
      Executor branchThreads,
      Meters meters) {
    this.neurons = neurons;
    this.model = model;
    this.branches = branches;
    this.branchThreads = branchThreads;
    this.unknownTarget = meters.count(MetricCatalogue.FORWARD_ERRORS, "unknown-target");
    this.tooManyHops = meters.count(MetricCatalogue.FORWARD_ERRORS, "hops");
    this.tooManyVisits = meters.count(MetricCatalogue.FORWARD_ERRORS, "visits");
  }

  /**
   * Asks the first neuron and whom it forwards to; blocks.
   *
   * @throws ModelException when any branch got no reply
   */
  public NeuronAnswer answer(Neuron first, String content) {
    return begin(first, content, new Patience()).finish();
  }

  /** Whether the model would reply without being waited for. */
  public boolean answersAtOnce() {
    return model.answersAtOnce();
  }

  /**
   * A signal's way from its first neuron on, of which nothing is gone yet.
   *
   * @param patience ends the journey with a {@link ModelException} at the next or present neuron
   */
  public Journey begin(Neuron first, String content, Patience patience) {
    var way = new Way(first, content, 1, false, new Shared(patience));
    return new Journey() {
      @Override
      public boolean advance() {
        return way.advance();
      }

      @Override
      public NeuronAnswer finish() {
        var answer = way.finish();
        return new NeuronAnswer(answer, way.path, way.models, way.substitute);
      }
    };
  }

  /** A signal's way through the neurons; one thread at a time. */
  public interface Journey {

    /**
     * Goes on as long as nothing has to be waited for.
     *
     * @return whether the answer is there, so that {@link #finish} does not wait
     * @throws ModelException when there is no reply
     */
    boolean advance();

    /**
     * Goes on to the end; blocks.
     *
     * @throws ModelException when any branch got no reply
     */
    NeuronAnswer finish();
  }

  /**
   * What all branches of a journey have in common.
   *
   * @param patience ends whatever is under way
   * @param visits how many neurons may still be visited
   * @param failure the first of a branch; of a journey that has not forked it is never asked for
   */
  private record Shared(Patience patience, AtomicInteger visits, CompletableFuture<Void> failure) {

    private static final CompletableFuture<Void> NONE = new CompletableFuture<>();

    Shared(Patience patience) {
      this(patience, new AtomicInteger(MAX_VISITS - 1), NONE);
    }

    /** That of the branches, whose patience ends with the first failure too. */
    Shared forked() {
      return new Shared(new Patience(patience.asker()), visits, new CompletableFuture<>());
    }

    void failed(Throwable why) {
      if (failure.completeExceptionally(why)) {
        patience.end();
      }
    }
  }

  /** From one neuron to the next, as far as it does not fork; beyond that, its branches' ways. */
  private final class Way {

    private final boolean branch;
    private final Shared shared;
    private final List<String> path = new ArrayList<>();
    private final List<String> models = new ArrayList<>(2);
    private List<Neuron> ahead;
    private String content;
    private int hop;
    private boolean substitute;

    Way(Neuron first, String content, int hop, boolean branch, Shared shared) {
      this.ahead = List.of(first);
      this.content = content;
      this.hop = hop;
      this.branch = branch;
      this.shared = shared;
    }

    boolean advance() {
      while (ahead.size() == 1 && !branch && model.answersAtOnce()) {
        visit(ahead.getFirst());
      }
      return ahead.isEmpty();
    }

    String finish() {
      while (!ahead.isEmpty()) {
        if (ahead.size() == 1) {
          visit(ahead.getFirst());
        } else if (branch) {
          fork(shared);
        } else {
          var below = shared.forked();
          try (var _ = patience().during(below.patience()::end)) {
            fork(below);
          }
        }
      }
      return content;
    }

    private void visit(Neuron neuron) {
      path.add(neuron.id());
      var said = branch ? inBranch(neuron, content) : model.reply(neuron, content, patience());
      say(said.model(), said.substitute());
      var reply = Reply.parse(said.text(), content);
      content = reply.content();
      ahead = onward(neuron, reply);
      hop++;
    }

    private Patience patience() {
      return shared.patience();
    }

    private void say(String name, boolean stoodIn) {
      if (!models.contains(name)) {
        models.add(name);
      }
      substitute |= stoodIn;
    }

    private ModelReply inBranch(Neuron neuron, String asked) {
      branches.acquire();
      try {
        if (patience().over()) {
          throw ModelException.abandoned();
        }
        return model.reply(neuron, asked, patience());
      } catch (ModelException e) {
        // before the permit is given back: who gets it finds that nobody waits any more
        shared.failed(e);
        throw e;
      } finally {
        branches.release();
      }
    }

    private List<Neuron> onward(Neuron neuron, Reply reply) {
      if (reply.targets().isEmpty()) {
        return List.of();
      }
      if (hop == MAX_HOPS) {
        tooManyHops.increment();
        return List.of();
      }
      var targets = targets(neuron, reply);
      if (shared.visits().addAndGet(-targets.size()) < 0) {
        shared.visits().addAndGet(targets.size());
        tooManyVisits.increment();
        return List.of();
      }
      return targets;
    }

    private void fork(Shared below) {
      record Branch(Way way, CompletableFuture<String> answer) {}
      var branches =
          ahead.stream()
              .map(
                  target -> {
                    var way = new Way(target, content, hop, true, below);
                    return new Branch(way, way.start());
                  })
              .toList();
      var all =
          CompletableFuture.allOf(
              branches.stream().map(Branch::answer).toArray(CompletableFuture<?>[]::new));
      try {
        CompletableFuture.anyOf(below.failure(), all).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof ModelException failure) {
          throw failure;
        }
        throw e;
      }
      for (var one : branches) {
        path.addAll(one.way().path);
        one.way().models.forEach(name -> say(name, one.way().substitute));
      }
      content = String.join("\n", branches.stream().map(one -> one.answer().join()).toList());
      ahead = List.of();
    }

    /** Goes on as a branch, on a thread of its own. */
    private CompletableFuture<String> start() {
      var spans = patience().asker().spans();
      if (spans != null) {
        spans.hold();
      }
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return finish();
            } catch (RuntimeException | Error e) {
              shared.failed(e);
              throw e;
            } finally {
              if (spans != null) {
                spans.release();
              }
            }
          },
          branchThreads);
    }
  }

  private List<Neuron> targets(Neuron from, Reply reply) {
    var found = new LinkedHashSet<Neuron>();
    for (var name : reply.targets()) {
      var id =
          name.equals(NEXT) && neurons.find(NEXT).isEmpty() && !from.connections().isEmpty()
              ? from.connections().getFirst()
              : name;
      neurons.find(id).ifPresentOrElse(found::add, unknownTarget::increment);
    }
    return List.copyOf(found);
  }
}
