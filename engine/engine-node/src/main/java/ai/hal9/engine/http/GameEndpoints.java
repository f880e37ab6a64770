package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.post;

import java.util.List;
import java.util.stream.Stream;

/** The routes of games, under the path of the seed's client and under that of all others. */
final class GameEndpoints {

  private GameEndpoints() {}

  static List<Endpoint> of(GameHandlers games, EventsHandler events, Entrance entrance) {
    return Stream.of("/api/games", "/api/v1/games")
        .flatMap(
            base ->
                Stream.of(
                    get(base, entrance.before(games::list)),
                    post(base, entrance.before(games::create)),
                    get(base + "/leaderboard", entrance.before(games::leaderboard)),
                    get(base + "/analytics", entrance.before(games::analytics)),
                    get(base + "/{id}", entrance.before(games::get)),
                    get(base + "/{id}/leaderboard", entrance.before(games::gameLeaderboard)),
                    get(base + "/{id}/rounds", entrance.before(games::rounds)),
                    get(base + "/{id}/events", entrance.before(events::handle)),
                    post(base + "/{id}/players", entrance.before(games::join)),
                    post(base + "/{id}/leave", entrance.before(games::leave)),
                    post(base + "/{id}/actions", entrance.before(games::act))))
        .toList();
  }
}
