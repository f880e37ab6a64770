package ai.hal9.console.series;

import ai.hal9.api.telemetry.TelemetryEvent;

/**
 * Something that happened.
 *
 * @param source who told it: a node's name, or empty when the console saw it itself
 * @param event what; its time is on this machine's clock
 */
public record HistoryEvent(String source, TelemetryEvent event) {}
