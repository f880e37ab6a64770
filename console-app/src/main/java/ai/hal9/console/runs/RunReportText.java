package ai.hal9.console.runs;

/**
 * A run's report as it is kept and exported.
 *
 * @param json as {@code report.json} has it
 * @param page as {@code report.html} has it; empty where there is none
 */
public record RunReportText(String json, String page) {}
