package ai.hal9.engine.http;

import static ai.hal9.engine.http.Endpoint.get;
import static ai.hal9.engine.http.Endpoint.post;

import java.util.List;
import java.util.stream.Stream;

/** The routes of games, under the path of the seed's client and under that of all others. */
final class GameEndpoints {

  private GameEndpoints() {}

  static List<Endpoint> of(GameHandlers games, EventsHandler events) {
    return Stream.of("/api/games", "/api/v1/games")
        .flatMap(
            base ->
                Stream.of(
                    get(base, games::list),
                    post(base, games::create),
                    get(base + "/leaderboard", games::leaderboard),
                    get(base + "/analytics", games::analytics),
                    get(base + "/{id}", games::get),
                    get(base + "/{id}/leaderboard", games::gameLeaderboard),
                    get(base + "/{id}/rounds", games::rounds),
                    get(base + "/{id}/events", events::handle),
                    post(base + "/{id}/players", games::join),
                    post(base + "/{id}/leave", games::leave),
                    post(base + "/{id}/actions", games::act)))
        .toList();
  }
}
