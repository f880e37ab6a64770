package ai.hal9.sim.scenario;

import java.util.List;

/** How many users a closed model has at a time after the anchor. */
public final class UserSchedule {

  private final long start;
  private final List<Stage> stages;

  private UserSchedule(long start, List<Stage> stages) {
    this.start = start;
    this.stages = List.copyOf(stages);
  }

  /** The schedule of an executor. */
  public static UserSchedule of(ClosedModel model) {
    return new UserSchedule(model.start(), model.stages());
  }

  /** The users at a time: on the line from stage to stage, rounded; the last target afterwards. */
  public int usersAt(long nanos) {
    var from = start;
    var begun = 0L;
    for (var stage : stages) {
      var length = stage.duration().toNanos();
      if (nanos - begun < length) {
        var share = Math.max(0, nanos - begun) / (double) length;
        return (int) Math.round(from + (stage.target() - from) * share);
      }
      begun += length;
      from = stage.target();
    }
    return (int) from;
  }
}
