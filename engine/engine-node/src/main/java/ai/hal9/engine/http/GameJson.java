package ai.hal9.engine.http;

import ai.hal9.engine.game.GameView;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.game.MinuteOfGames;
import ai.hal9.engine.game.PlayedRound;
import ai.hal9.engine.game.Standing;
import ai.hal9.engine.json.JsonBytes;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is answered of games; keys always stand in the same order. */
final class GameJson {

  private static final int ROOM = 64;

  private GameJson() {}

  static Map<String, Object> game(GameView game) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", game.id());
    json.put("name", game.settings().name());
    json.put("status", game.status().wireName());
    json.put("round", game.round());
    json.put("rounds", game.settings().rounds());
    json.put("players", game.players());
    json.put("min_players", game.settings().minPlayers());
    json.put("max_players", game.settings().maxPlayers());
    game.settings().round().ifPresent(length -> json.put("round_ms", length.toMillis()));
    json.put("created_at", game.createdAt().toString());
    game.finishedAt().ifPresent(time -> json.put("finished_at", time.toString()));
    return json;
  }

  /** A page; {@code next} is what to ask for the one after it. */
  static Map<String, Object> page(List<GameView> games, int limit) {
    var json = new LinkedHashMap<String, Object>();
    json.put("games", games.stream().map(GameJson::game).toList());
    if (games.size() == limit) {
      json.put("next", games.getLast().id());
    }
    return json;
  }

  static Map<String, Object> joined(Games.Joined joined) {
    var json = new LinkedHashMap<String, Object>();
    json.put("player_id", joined.player());
    json.put("name", joined.name());
    json.put("status", joined.status().wireName());
    json.put("round", joined.round());
    return json;
  }

  static Map<String, Object> leaderboard(List<Standing> standings) {
    return Map.of(
        "leaderboard",
        standings.stream()
            .map(
                line -> {
                  var json = new LinkedHashMap<String, Object>();
                  json.put("player", line.player());
                  json.put("score", line.score());
                  json.put("games", line.games());
                  return json;
                })
            .toList());
  }

  static Map<String, Object> rounds(List<PlayedRound> rounds, int limit) {
    var json = new LinkedHashMap<String, Object>();
    json.put("rounds", rounds.stream().map(GameJson::round).toList());
    if (rounds.size() == limit && rounds.getLast().round() > 1) {
      json.put("next", rounds.getLast().round());
    }
    return json;
  }

  private static Map<String, Object> round(PlayedRound round) {
    var winner = round.score().winner();
    var json = new LinkedHashMap<String, Object>();
    json.put("round", round.round());
    json.put("zeros", round.score().zeros());
    json.put("ones", round.score().ones());
    winner.ifPresent(side -> json.put("winner", side));
    json.put("closed_at", round.closedAt().toString());
    return json;
  }

  static Map<String, Object> analytics(List<MinuteOfGames> minutes) {
    return Map.of(
        "minutes",
        minutes.stream()
            .map(
                minute -> {
                  var json = new LinkedHashMap<String, Object>();
                  json.put("minute", minute.minute().toString());
                  json.put("games_created", minute.gamesCreated());
                  json.put("games_finished", minute.gamesFinished());
                  json.put("players_joined", minute.playersJoined());
                  json.put("actions", minute.actions());
                  json.put("rounds", minute.rounds());
                  json.put("ties", minute.ties());
                  return json;
                })
            .toList());
  }

  /** The body of a 200 for an action. */
  static ByteBuffer acted(Games.Acted acted) {
    return new JsonBytes(ROOM)
        .raw("{\"data\":{\"round\":" + acted.round() + ",\"side\":" + acted.side() + "}}")
        .toBuffer();
  }
}
