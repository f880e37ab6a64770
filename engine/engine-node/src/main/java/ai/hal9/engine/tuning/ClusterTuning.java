package ai.hal9.engine.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOrigin.Authority;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningOutcome.Applied;
import ai.hal9.api.tuning.TuningOutcome.Conflict;
import ai.hal9.api.tuning.TuningOutcome.Refused;
import ai.hal9.api.tuning.TuningOutcome.Unreachable;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tuning of a node in a cluster. The node's own book lives in memory; the cluster's in Redis, where
 * each change replaces the book it was made from, or fails and is tried on the new one. A thread
 * follows the cluster's book and carries out reverts that are due, in the same way as a change: of
 * several nodes that try, one succeeds.
 */
final class ClusterTuning implements TuningService {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterTuning.class);

  private static final String CONFIGURATION_FILE = "configuration-file";

  /** How often a change is tried on top of someone else's before it is given up. */
  private static final int ATTEMPTS = 10;

  /** Of what nobody asked for. */
  private final TuningOrigin own;

  private final SharedBook shared;
  private final TuningRules rules;
  private final Enforcement enforcement;
  private final Clock clock;
  private final Follower follower;

  /** Held while a book is replaced or followed; guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private Layers layers;
  private List<TuningVersion> clusterHistory = List.of();
  private List<TuningVersion> nodeHistory = List.of();
  private boolean followed;
  private final List<Consumer<TuningVersion>> listeners = new ArrayList<>();

  ClusterTuning(
      String node,
      Layers start,
      SharedBook shared,
      TuningRules rules,
      Enforcement enforcement,
      Clock clock) {
    own = new TuningOrigin(node, Authority.NODE);
    layers = start;
    this.shared = shared;
    this.rules = rules;
    this.enforcement = enforcement;
    this.clock = clock;
    follower = new Follower(shared, this::follow);
  }

  /** Reads what is set for the cluster, if Redis is in reach, and follows it from then on. */
  ClusterTuning start() {
    follower.start();
    return this;
  }

  @Override
  public EngineTuning current() {
    return enforcement.current();
  }

  @Override
  public void onChange(Consumer<EngineTuning> listener) {
    enforcement.listen(listener);
  }

  @Override
  public TuningOutcome apply(TuningChange change, Authority authority) {
    var origin = new TuningOrigin(own.node(), authority);
    lock.lock();
    try {
      return switch (change.scope()) {
        case NODE -> applyToNode(change, origin);
        case CLUSTER -> applyToCluster(change, origin);
      };
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<TuningOutcome> reload(Map<String, String> file) {
    lock.lock();
    try {
      var next = layers.withFile(live(file));
      var inForce = layers.effective();
      var changed = new TreeMap<>(next.effective());
      changed.entrySet().removeIf(entry -> entry.getValue().equals(inForce.get(entry.getKey())));
      if (changed.isEmpty()) {
        layers = next;
        return Optional.empty();
      }
      var change =
          new TuningChange(
              TuningScope.NODE, changed, CONFIGURATION_FILE, "the file was changed", null, null);
      var violations = rules.violations(change.scope(), changed, inForce, layers.clusterWide());
      if (!violations.isEmpty()) {
        return Optional.of(new Refused(violations));
      }
      layers = next;
      var step = layers.node().shifted(change, clock.instant(), inForce, own);
      installNode(step);
      return Optional.of(new Applied(step.line()));
    } finally {
      lock.unlock();
    }
  }

  /** The file's values with those that apply on restart only as they were at the start. */
  private Map<String, String> live(Map<String, String> file) {
    var values = new TreeMap<>(file);
    values.keySet().removeIf(ClusterTuning::onRestart);
    layers.file().entrySet().stream()
        .filter(entry -> onRestart(entry.getKey()))
        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  private static boolean onRestart(String key) {
    return TuningCatalogue.find(key).orElseThrow().application() == Application.RESTART;
  }

  @Override
  public TuningState state() {
    lock.lock();
    try {
      return new TuningState(
          layers.node().version(),
          layers.cluster().version(),
          layers.file(),
          layers.cluster().texts(),
          layers.node().texts(),
          layers.start(),
          layers.clusterWide(),
          layers.effective());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<TuningVersion> history(TuningScope scope) {
    lock.lock();
    try {
      return switch (scope) {
        case NODE -> nodeHistory;
        case CLUSTER -> clusterHistory;
      };
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onLine(Consumer<TuningVersion> listener) {
    lock.lock();
    try {
      clusterHistory.reversed().forEach(listener);
      nodeHistory.reversed().forEach(listener);
      listeners.add(listener);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    follower.close();
  }

  private TuningOutcome applyToNode(TuningChange change, TuningOrigin origin) {
    var refusal = refusal(change, layers, layers.node());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var step = layers.node().changed(change, clock.instant(), layers.clusterWide(), origin);
    installNode(step);
    return new Applied(step.line());
  }

  private TuningOutcome applyToCluster(TuningChange change, TuningOrigin origin) {
    try {
      for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
        followCluster();
        var refusal = refusal(change, layers, layers.cluster());
        if (refusal.isPresent()) {
          return refusal.get();
        }
        var step = layers.cluster().changed(change, clock.instant(), layers.start(), origin);
        if (replaceCluster(step)) {
          return new Applied(step.line());
        }
      }
      var actual = layers.cluster().version();
      return new Conflict(change.insistsOn().orElse(actual), actual);
    } catch (RedisException e) {
      return new Unreachable(
          "Redis, which carries changes to all nodes, is out of reach: " + e.getMessage());
    }
  }

  private Optional<TuningOutcome> refusal(TuningChange change, Layers from, TuningBook book) {
    var expected = change.insistsOn();
    if (expected.isPresent() && expected.getAsLong() != book.version()) {
      return Optional.of(new Conflict(expected.getAsLong(), book.version()));
    }
    var node = change.scope() == TuningScope.NODE;
    var violations =
        rules.violations(
            change.scope(),
            change.resulting(node ? from.clusterWide() : from.start()),
            node ? from.effective() : from.clusterWide(),
            from.clusterWide());
    return violations.isEmpty() ? Optional.empty() : Optional.of(new Refused(violations));
  }

  /** One round of following: the cluster's book, then the reverts that are due. */
  private void follow() {
    lock.lock();
    try {
      revertNode();
      followCluster();
      revertCluster();
    } finally {
      lock.unlock();
    }
  }

  private void revertNode() {
    var due = layers.node().reverted(TuningScope.NODE, clock.instant(), layers.clusterWide(), own);
    due.ifPresent(this::installNode);
  }

  private void revertCluster() {
    layers
        .cluster()
        .reverted(TuningScope.CLUSTER, clock.instant(), layers.start(), own)
        .ifPresent(this::replaceCluster);
  }

  private void followCluster() {
    var known = layers.cluster();
    if (shared.stamp().equals(known.stamp())) {
      followed = true;
      return;
    }
    var found = shared.read();
    if (found.version() < known.version()) {
      LOG.warn("Redis has lost tuning {}: it is written back", known.version());
      var _ = shared.replace(found.stamp(), known, clusterHistory);
      return;
    }
    var history = upTo(found.version(), shared.history());
    var since = newer(history, known.version());
    var news = followed ? since : List.<TuningVersion>of();
    followed = true;
    installCluster(found, history, news);
    tell(since);
  }

  private boolean replaceCluster(TuningBook.Step step) {
    if (!replaced(step)) {
      return false;
    }
    installCluster(step.book(), with(step.line(), clusterHistory), List.of(step.line()));
    tell(List.of(step.line()));
    return true;
  }

  /** After a timeout the book itself tells whether the replacement still happened. */
  private boolean replaced(TuningBook.Step step) {
    try {
      return shared.replace(layers.cluster().stamp(), step.book(), List.of(step.line()));
    } catch (RedisCommandTimeoutException e) {
      return shared.stamp().equals(step.book().stamp());
    }
  }

  private void installCluster(
      TuningBook book, List<TuningVersion> history, List<TuningVersion> news) {
    layers = layers.withCluster(book);
    clusterHistory = List.copyOf(history);
    enforcement.enforce(layers.tuning(), news);
  }

  private void installNode(TuningBook.Step step) {
    layers = layers.withNode(step.book());
    nodeHistory = with(step.line(), nodeHistory);
    enforcement.enforce(layers.tuning(), List.of(step.line()));
    tell(List.of(step.line()));
  }

  /** Tells of changes, given newest first. */
  private void tell(List<TuningVersion> lines) {
    lines.reversed().forEach(line -> listeners.forEach(listener -> listener.accept(line)));
  }

  /** The history is read after the book, and may be ahead of it. */
  private static List<TuningVersion> upTo(long version, List<TuningVersion> history) {
    return history.stream().filter(line -> line.version() <= version).toList();
  }

  private static List<TuningVersion> newer(List<TuningVersion> history, long version) {
    return history.stream().filter(line -> line.version() > version).toList();
  }

  private static List<TuningVersion> with(TuningVersion line, List<TuningVersion> history) {
    var lines = new ArrayList<TuningVersion>();
    lines.add(line);
    lines.addAll(history);
    return List.copyOf(lines.subList(0, Math.min(lines.size(), SharedBook.KEPT)));
  }
}
