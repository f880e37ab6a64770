package ai.hal9.dashboards.alert;

import ai.hal9.dashboards.alert.Condition.Watched;
import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Watches alerts' conditions from look to look, each on each node. A condition that holds is
 * pending until it has held for its time, then fires; one look at which it does not hold, or at
 * which nothing was measured, ends it. For one thread.
 */
public final class AlertWatch {

  private record Place(String rule, String node) {}

  private final List<AlertRule> rules;
  private Map<Place, Instant> holding = Map.of();
  private Instant looked = Instant.MIN;

  /**
   * @param rules those to watch; the ones that a console cannot watch are passed over
   */
  public AlertWatch(List<AlertRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Looks once. Where the time has been set back since the last look, what was pending goes on from
   * there.
   *
   * @param now the moment the readings end
   * @param readings what was said over the last stretch of a length, up to now
   * @return what holds, in the order of the rules and nodes
   */
  public List<ActiveAlert> look(Instant now, Function<Duration, Readings> readings) {
    if (now.isBefore(looked)) {
      var back = Duration.between(looked, now);
      var moved = new HashMap<>(holding);
      moved.replaceAll((_, since) -> since.plus(back));
      holding = moved;
    }
    looked = now;
    var nodesByWindow = new HashMap<Duration, Map<String, Readings>>();
    var still = new HashMap<Place, Instant>();
    var active = new ArrayList<ActiveAlert>();
    for (var rule : rules) {
      if (rule.condition() instanceof Watched watched) {
        nodesByWindow
            .computeIfAbsent(watched.window(), window -> Map.copyOf(readings.apply(window).nodes()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(
                node -> {
                  var value = Evaluation.of(watched.expression(), node.getValue());
                  if (watched.holds(value)) {
                    var place = new Place(rule.name(), node.getKey());
                    var since = holding.getOrDefault(place, now);
                    still.put(place, since);
                    var firing = !now.isBefore(since.plus(watched.hold()));
                    active.add(new ActiveAlert(rule, node.getKey(), since, firing, value));
                  }
                });
      }
    }
    holding = Map.copyOf(still);
    return List.copyOf(active);
  }
}
