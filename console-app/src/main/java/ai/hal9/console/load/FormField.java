package ai.hal9.console.load;

import java.util.List;

/**
 * A field of the scenario's form.
 *
 * @param path the key, or the key of a mapping
 * @param label what it is
 * @param usual what holds where it is left out; empty where it must be given
 * @param about one sentence
 * @param kinds the executors it has a meaning for; empty for all
 */
record FormField(String path, String label, String usual, String about, List<String> kinds) {

  static final List<String> EXECUTORS =
      List.of("constant-arrival-rate", "ramping-arrival-rate", "constant-vus", "ramping-vus");
  private static final List<String> OPEN = EXECUTORS.subList(0, 2);
  private static final List<String> CLOSED = EXECUTORS.subList(2, 4);

  static final List<FormField> LOAD =
      List.of(
          field("rate", "Rate", "", "Requests in each time unit.", EXECUTORS.get(0)),
          field(
              "start-rate",
              "Start rate",
              "0",
              "The rate before the first stage.",
              EXECUTORS.get(1)),
          field(
              "vus", "Users", "", "Virtual users, each with its own connection.", EXECUTORS.get(2)),
          field("start-vus", "Start users", "0", "Users before the first stage.", EXECUTORS.get(3)),
          field(
              "duration",
              "Duration",
              "",
              "How long, without the warm-up.",
              EXECUTORS.get(0),
              EXECUTORS.get(2)),
          new FormField("time-unit", "Time unit", "1s", "What a rate refers to.", OPEN),
          new FormField(
              "think-time",
              "Think time",
              "0s",
              "Between an answer and the user's next request.",
              CLOSED),
          field(
              "warm-up",
              "Warm-up",
              "0s",
              "Before the measured part, at its starting load; in no figure."));

  static final List<FormField> DATA =
      List.of(
          field(
              "data.distinct-contents",
              "Contents",
              "10000",
              "How many different contents are asked for."),
          field(
              "data.zipf-exponent",
              "Skew",
              "1.0",
              "How unequal their shares are: 0 makes all equally likely."),
          field("data.payload-bytes", "Bytes", "256", "Length of a content."),
          field("data.users", "User ids", "1000", "How many different users ask."));

  static final List<FormField> GAMES =
      List.of(
          field(
              "games.concurrent",
              "Games",
              "none",
              "Minority games played at once. With any, every request is a player’s action, and no"
                  + " signal is sent."),
          field("games.players", "Players", "5", "Of each game."),
          field(
              "games.round-time",
              "Round",
              "10s",
              "How long a round waits for players; it ends when all have acted."));

  static final List<FormField> LIMITS =
      List.of(
          new FormField("connections", "Connections", "64", "That arrivals share.", OPEN),
          new FormField(
              "max-pending",
              "May wait",
              "100000",
              "Arrivals that may wait for a connection; further ones are dropped.",
              OPEN),
          field("timeout", "Timeout", "30s", "After which a request counts as failed."),
          field("graceful-stop", "Grace", "30s", "For requests under way when the schedule ends."),
          field("seed", "Seed", "9", "Of all random draws: the same seed asks for the same."));

  private static FormField field(
      String path, String label, String usual, String about, String... kinds) {
    return new FormField(path, label, usual, about, List.of(kinds));
  }

  boolean fits(String executor) {
    return kinds.isEmpty() || kinds.contains(executor);
  }
}
