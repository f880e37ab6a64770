package ai.hal9.console.history;

import ai.hal9.console.runs.RunSummary;
import ai.hal9.sim.report.SavedReport;

/** A kept run with its whole report. */
record Kept(RunSummary summary, SavedReport report) {}
