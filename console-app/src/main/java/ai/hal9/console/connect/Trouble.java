package ai.hal9.console.connect;

/**
 * Why something did not work, for the user.
 *
 * @param what what happened and what to do
 * @param details for whoever looks deeper, a log's end for instance; may be empty
 */
public record Trouble(String what, String details) {}
