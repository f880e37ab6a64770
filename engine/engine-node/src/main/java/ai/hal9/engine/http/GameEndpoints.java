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
                    get(base, entrance.reading(games::list)),
                    post(base, entrance.writing(games::create)),
                    get(base + "/leaderboard", entrance.reading(games::leaderboard)),
                    get(base + "/analytics", entrance.reading(games::analytics)),
                    get(base + "/{id}", entrance.reading(games::get)),
                    get(base + "/{id}/leaderboard", entrance.reading(games::gameLeaderboard)),
                    get(base + "/{id}/rounds", entrance.reading(games::rounds)),
                    get(base + "/{id}/events", entrance.reading(events::handle)),
                    post(base + "/{id}/players", entrance.writing(games::join)),
                    post(base + "/{id}/leave", entrance.writing(games::leave)),
                    post(base + "/{id}/actions", entrance.writing(games::act))))
        .toList();
  }
}
