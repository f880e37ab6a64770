package ai.hal9.engine.queue;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;

/** What a node's work on the queue is counted by. */
final class QueueMeters {

  final Meters.Count appended;
  final Meters.Count appends;
  final Meters.Timing appendTime;
  final Meters.Count consumed;
  final Meters.Timing timeInQueue;
  final Meters.Count claimed;
  final Meters.Count consumersRemoved;
  final Meters.Count deadLettered;
  final Meters.Count unreplicated;

  QueueMeters(Meters meters) {
    appended = meters.count(MetricCatalogue.QUEUE_APPENDED);
    appends = meters.count(MetricCatalogue.QUEUE_APPENDS);
    appendTime = meters.timing(MetricCatalogue.QUEUE_APPEND_TIME);
    consumed = meters.count(MetricCatalogue.QUEUE_CONSUMED);
    timeInQueue = meters.timing(MetricCatalogue.QUEUE_TIME);
    claimed = meters.count(MetricCatalogue.QUEUE_CLAIMED);
    consumersRemoved = meters.count(MetricCatalogue.QUEUE_CONSUMERS_REMOVED);
    deadLettered = meters.count(MetricCatalogue.QUEUE_DEAD_LETTERED);
    unreplicated = meters.count(MetricCatalogue.QUEUE_UNREPLICATED);
  }
}
