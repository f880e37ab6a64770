package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.memory.MemoryNode;
import ai.hal9.engine.store.TestStores;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresConfig;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Memories by their embeddings, over an installed PostgreSQL that has pgvector. */
@Tag("pgvector")
@ExtendWith(PgvectorCondition.class)
class NearestMemoriesIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static Spawner spawner;
  private static TestRedis redis;
  private static MemoryNode node;
  private static FakeNode server;

  @BeforeAll
  static void start() throws Exception {
    spawner = Spawner.open();
    var postgres =
        PostgresServer.startPrimary(
            PostgresConfig.of("postgres", folder.resolve("postgres"), FreePorts.one()),
            PostgresBinaries.installed(
                PgvectorCondition.programs().orElseThrow(), BinaryCache.standard()),
            spawner);
    redis = TestRedis.start(folder);
    var database =
        TestStores.withTables(
            new NodeConfig.Database(
                postgres.jdbcUrl(), postgres.username(), postgres.passwordFile()));
    MemoryNode.register(database);
    node = new MemoryNode(database, redis.client("memory"));
    server = new FakeNode();
    server.memory = node.memory;
    server.start(FakeNode.limits());
  }

  @AfterAll
  static void stop() {
    server.close();
    node.close();
    redis.close();
    spawner.close();
    CLIENT.shutdownNow();
  }

  @Test
  void nearest_ofFiveDirections_areOrderedByTheirCosineDistance() throws Exception {
    remember("strategist", "east", "[1,0]");
    remember("strategist", "north-east", "[5,5]");
    remember("strategist", "north", "[0,2]");
    remember("strategist", "west", "[-3,0]");
    remember("strategist", "of three dimensions", "[1,0,0]");
    remember("designer", "another neuron's", "[1,0]");
    remember("strategist", "without one", "");

    var found = nearest("strategist", "[2,0]", 3);

    assertThat(contents(found)).containsExactly("east", "north-east", "north");
    assertThat(distances(found).get(0)).isCloseTo(0, within(1e-6));
    assertThat(distances(found).get(1)).isCloseTo(1 - Math.sqrt(0.5), within(1e-6));
    assertThat(distances(found).get(2)).isCloseTo(1, within(1e-6));
    assertThat(contents(nearest("strategist", "[0.1,0,0]", 9)))
        .containsExactly("of three dimensions");
  }

  @Test
  void nearest_whereACosineIsNoNumber_areWithoutThatMemory() throws Exception {
    remember("designer", "tiny", "[1e-38,1e-38,1e-38]");
    remember("designer", "huge", "[3e38,3e38,3e38]");
    remember("designer", "plain", "[1,1,2]");

    assertThat(contents(nearest("designer", "[1,1,2]", 9))).first().isEqualTo("plain");
    for (var extreme : List.of("[1e-38,1e-38,1e-38]", "[3e38,3e38,3e38]")) {
      assertThat(distances(nearest("designer", extreme, 9)))
          .allMatch(distance -> distance >= -1e-6 && distance <= 2 + 1e-6);
    }
  }

  private static void remember(String neuron, String content, String embedding) throws Exception {
    var vector = embedding.isEmpty() ? "" : ",\"embedding\":" + embedding;
    var posted = post(neuron + "/memories", "{\"content\":\"" + content + "\"" + vector + "}");
    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
  }

  private static JsonNode nearest(String neuron, String embedding, int limit) throws Exception {
    var asked =
        post(
            neuron + "/memories/nearest",
            "{\"embedding\":" + embedding + ",\"limit\":" + limit + "}");
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
    return JSON.readTree(asked.body()).path("data").path("memories");
  }

  private static List<String> contents(JsonNode memories) {
    return StreamSupport.stream(memories.spliterator(), false)
        .map(memory -> memory.path("content").asString())
        .toList();
  }

  private static List<Double> distances(JsonNode memories) {
    return StreamSupport.stream(memories.spliterator(), false)
        .map(memory -> memory.path("distance").asDouble())
        .toList();
  }

  private static HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + server.address().getPort() + "/api/v1/neurons/" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
