package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.api.tuning.ValueSource;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.TuningAuditPage;
import ai.hal9.sim.telemetry.TuningReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cluster of three nodes without processes: it keeps what it is told as a real one would. */
final class FakeDesk implements TuningDesk {

  static final Instant EPOCH = Instant.parse("2026-03-01T10:00:00Z");

  static final int AUDIT_PAGE = 4;

  private static final List<String> NODES = List.of("node-1", "node-2", "node-3");

  /** Refuses the next changes for these. */
  List<TuningViolation> refusals = List.of();

  boolean silent;
  Instant now = EPOCH;
  private final Map<Target, Map<String, String>> set = new HashMap<>();
  private final Map<Target, List<TuningVersion>> history = new HashMap<>();
  private final Map<String, TuningReading> late = new HashMap<>();

  @Override
  public ClusterTuning read() {
    if (silent) {
      throw new SimException(SimException.Code.UNREACHABLE, "nobody answers");
    }
    var nodes = new TreeMap<String, TuningReading>();
    NODES.forEach(
        node -> nodes.put(node, late.getOrDefault(node, reading(new Target.OneNode(node)))));
    return new ClusterTuning(nodes, new TreeMap<>());
  }

  @Override
  public TuningOutcome apply(Target target, TuningChange change) {
    if (silent) {
      throw new SimException(SimException.Code.UNREACHABLE, "nobody answers");
    }
    var version = versions(target).size();
    if (change.insistsOn().isPresent() && change.insistsOn().getAsLong() != version) {
      return new TuningOutcome.Conflict(change.insistsOn().getAsLong(), version);
    }
    if (!refusals.isEmpty()) {
      return new TuningOutcome.Refused(refusals);
    }
    var values = set.computeIfAbsent(target, _ -> new TreeMap<>());
    var after = change.resulting(inherited(target));
    var before = new TreeMap<String, String>();
    after.keySet().forEach(key -> before.put(key, value(target, key)));
    var inherited = new TreeSet<>(after.keySet());
    inherited.removeAll(values.keySet());
    values.putAll(change.values());
    values.keySet().removeAll(change.unset());
    now = now.plusSeconds(60);
    var revertAfter = change.revertAfter();
    var line =
        new TuningVersion(
            version + 1,
            change.scope(),
            now,
            change.who(),
            change.why(),
            before,
            after,
            revertAfter == null ? null : now.plus(revertAfter),
            TuningOrigin.UNKNOWN,
            inherited,
            change.unset());
    versions(target).addFirst(line);
    return new TuningOutcome.Applied(line);
  }

  /** Pages of {@link #AUDIT_PAGE}; where a page begins is how many came before. */
  @Override
  public TuningAuditPage audit(@Nullable String before) {
    if (silent) {
      throw new SimException(SimException.Code.UNREACHABLE, "nobody answers");
    }
    var all =
        history.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparing(TuningVersion::time))
            .toList();
    var end = before == null ? all.size() : Integer.parseInt(before);
    var start = Math.max(0, end - AUDIT_PAGE);
    return new TuningAuditPage(
        all.subList(start, end).reversed(), start == 0 ? null : Integer.toString(start));
  }

  /** From now on a node says what it says now, whatever is applied. */
  void hearsNothing(String node) {
    late.put(node, reading(new Target.OneNode(node)));
  }

  /** A change by somebody else. */
  void elsewhere(String who, Map<String, String> values) {
    var _ =
        apply(
            Target.cluster(),
            new TuningChange(TuningScope.CLUSTER, values, who, "for a test", null, null));
  }

  /** A value as a node without its own has it, or as this node does. */
  String value(Target target, String key) {
    var cluster =
        set.getOrDefault(Target.cluster(), Map.of())
            .getOrDefault(key, TuningCatalogue.find(key).orElseThrow().defaultValue());
    return set.getOrDefault(target, Map.of()).getOrDefault(key, cluster);
  }

  /** The values where nothing is set for a target. */
  private Map<String, String> inherited(Target target) {
    var values = new TreeMap<String, String>();
    TuningCatalogue.all()
        .forEach(parameter -> values.put(parameter.key(), parameter.defaultValue()));
    if (target instanceof Target.OneNode) {
      values.putAll(set.getOrDefault(Target.cluster(), Map.of()));
    }
    return values;
  }

  /** Whether a key is set for a target itself. */
  boolean sets(Target target, String key) {
    return set.getOrDefault(target, Map.of()).containsKey(key);
  }

  /** All changes of a target, newest first. */
  List<TuningVersion> versions(Target target) {
    return history.computeIfAbsent(target, _ -> new ArrayList<>());
  }

  private TuningReading reading(Target node) {
    var values = new TreeMap<String, String>();
    var sources = new TreeMap<String, ValueSource>();
    for (TuningParameter parameter : TuningCatalogue.all()) {
      values.put(parameter.key(), value(node, parameter.key()));
      sources.put(parameter.key(), source(node, parameter.key()));
    }
    return new TuningReading(
        Map.of(
            TuningScope.CLUSTER, (long) versions(Target.cluster()).size(),
            TuningScope.NODE, (long) versions(node).size()),
        TuningCatalogue.all(),
        values,
        sources,
        Map.of(TuningScope.CLUSTER, inherited(Target.cluster()), TuningScope.NODE, inherited(node)),
        Map.of(
            TuningScope.CLUSTER, List.copyOf(versions(Target.cluster())),
            TuningScope.NODE, List.copyOf(versions(node))));
  }

  private ValueSource source(Target node, String key) {
    if (set.getOrDefault(node, Map.of()).containsKey(key)) {
      return ValueSource.NODE;
    }
    return set.getOrDefault(Target.cluster(), Map.of()).containsKey(key)
        ? ValueSource.CLUSTER
        : ValueSource.DEFAULT;
  }
}
