package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.api.tuning.ValueRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the user wants of a target's values instead of those in force, which of it may not be, and
 * the version it is based on: the one in force when the first value was edited.
 */
final class Draft {

  private final Edits edits = new Edits();
  private final Map<String, TuningViolation> refusals = new HashMap<>();
  private long basis;

  /** Every step that led here. */
  Edits edits() {
    return edits;
  }

  /** The version of the target that a change insists on. */
  long basis() {
    return basis;
  }

  /** The user has seen this version, and goes on from it. */
  void goOnFrom(long version) {
    basis = version;
  }

  /** Wants a value; none where it is the one in force, and no other is on its way. */
  void want(TuningParameter parameter, String value, String inForce) {
    if (Parameters.same(parameter, value, inForce) && !edits.onItsWay(parameter.key())) {
      edits.drop(parameter.key());
    } else {
      edits.set(parameter.key(), value);
    }
    refusals.remove(parameter.key());
  }

  /** Wants what is in force. */
  void drop(String key) {
    edits.drop(key);
    refusals.remove(key);
  }

  /** Wants these values and no others. */
  void replace(Map<String, String> values) {
    edits.replace(values);
    refusals.clear();
  }

  /** The cluster refuses these of it, and no others. */
  void refused(List<TuningViolation> violations) {
    refusals.clear();
    violations.forEach(violation -> refusals.put(violation.key(), violation));
  }

  /** Those of some values that would change something now; what is not live cannot be wanted. */
  static Map<String, String> changes(List<ParameterState> states, Map<String, String> values) {
    var wanted = new TreeMap<String, String>();
    for (var state : states) {
      var value = values.get(state.key());
      if (value != null
          && state.live()
          && !Parameters.same(state.parameter(), value, state.base())) {
        wanted.put(state.key(), value);
      }
    }
    return wanted;
  }

  /** Every parameter as it stands; without edits, the version in force is the one to go on from. */
  List<ParameterState> over(ClusterTuning tuning, Target target) {
    var inForce = tuning.inForce(target);
    var changes = new TreeMap<String, String>();
    edits
        .pending()
        .forEach(
            (key, value) ->
                tuning
                    .parameter(key)
                    .filter(
                        parameter ->
                            !Parameters.same(parameter, value, inForce.getOrDefault(key, "")))
                    .ifPresent(_ -> changes.put(key, value)));
    if (changes.isEmpty()) {
      basis = tuning.version(target);
    }
    var problems = problems(changes, tuning, target);
    return tuning.parameters().stream()
        .map(parameter -> ParameterState.of(parameter, tuning, target, changes, problems))
        .toList();
  }

  private Map<String, String> problems(
      Map<String, String> changes, ClusterTuning tuning, Target target) {
    var problems = new HashMap<String, String>();
    refusals.forEach(
        (key, refusal) -> {
          if (refusal.value().equals(changes.get(key))) {
            problems.put(key, refusal.allowed());
          }
        });
    ValueRules.violations(tuning.parameters(), changes, tuning.inForce(target))
        .forEach(violation -> problems.put(violation.key(), violation.allowed()));
    return problems;
  }
}
