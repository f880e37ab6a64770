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
 * branches below, so that nested fan-out cannot lock up.
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
    var path = new ArrayList<String>();
    var answer = visit(first, content, 1, false, path, new AtomicInteger(MAX_VISITS - 1));
    return new NeuronAnswer(answer, path);
  }

  private String visit(
      Neuron neuron,
      String content,
      int hop,
      boolean branch,
      List<String> path,
      AtomicInteger visits) {
    path.add(neuron.id());
    var reply =
        Reply.parse(branch ? inBranch(neuron, content) : model.reply(neuron, content), content);
    if (reply.targets().isEmpty()) {
      return reply.content();
    }
    if (hop == MAX_HOPS) {
      tooManyHops.increment();
      return reply.content();
    }
    var targets = targets(neuron, reply);
    if (visits.addAndGet(-targets.size()) < 0) {
      visits.addAndGet(targets.size());
      tooManyVisits.increment();
      return reply.content();
    }
    return switch (targets.size()) {
      case 0 -> reply.content();
      case 1 -> visit(targets.getFirst(), reply.content(), hop + 1, branch, path, visits);
      default -> fanOut(targets, reply.content(), hop + 1, path, visits);
    };
  }

  private String fanOut(
      List<Neuron> targets, String content, int hop, List<String> path, AtomicInteger visits) {
    record Branch(CompletableFuture<String> answer, List<String> path) {}
    var running =
        targets.stream()
            .map(
                target -> {
                  var visited = new ArrayList<String>();
                  return new Branch(
                      CompletableFuture.supplyAsync(
                          () -> visit(target, content, hop, true, visited, visits), branchThreads),
                      visited);
                })
            .toList();
    try {
      CompletableFuture.allOf(
              running.stream().map(Branch::answer).toArray(CompletableFuture<?>[]::new))
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ModelException failure) {
        throw failure;
      }
      throw e;
    }
    running.forEach(branch -> path.addAll(branch.path()));
    return String.join("\n", running.stream().map(branch -> branch.answer().join()).toList());
  }

  private String inBranch(Neuron neuron, String content) {
    branches.acquire();
    try {
      return model.reply(neuron, content);
    } finally {
      branches.release();
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
