package ai.hal9.engine.game;

import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.push.Topic;
import java.time.Duration;

/** What those who listen to a game are told. */
final class GameNews {

  private static final int TOLD_STANDINGS = 10;

  private final Topic topic;

  GameNews(Topic topic) {
    this.topic = topic;
  }

  Topic topic() {
    return topic;
  }

  void joined(String player, int players) {
    presence("player_joined", player, players);
  }

  void left(String player, int players) {
    presence("player_left", player, players);
  }

  private void presence(String what, String player, int players) {
    topic.publish(
        what, json -> json.raw(",\"player\":").quoted(player).raw(",\"players\":" + players));
  }

  void opened(int round, Duration length) {
    topic.publish(
        "round_opened",
        json -> json.raw(",\"round\":" + round).raw(",\"ends_in_ms\":" + length.toMillis()));
  }

  void closed(int round, RoundScore score) {
    topic.publish(
        "round_closed",
        json ->
            json.raw(",\"round\":" + round)
                .raw(",\"zeros\":" + score.zeros())
                .raw(",\"ones\":" + score.ones())
                .raw(",\"winner\":" + winner(score)));
  }

  private static String winner(RoundScore score) {
    return score.winner().isPresent() ? Integer.toString(score.winner().getAsInt()) : "null";
  }

  /** The last that is told. */
  void finished(Seats seats) {
    topic.publish("game_finished", json -> standings(json, seats));
    topic.close();
  }

  /** Writes the players who lead, best first. */
  static void standings(JsonBytes json, Seats seats) {
    json.raw(",\"leaderboard\":[");
    var separator = "";
    for (var standing : seats.standings(TOLD_STANDINGS)) {
      json.raw(separator).raw("{\"player\":").quoted(standing.player());
      json.raw(",\"score\":" + standing.score() + "}");
      separator = ",";
    }
    json.raw("]");
  }
}
