package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.memory.MemoryNode;
import ai.hal9.engine.store.TestStores;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** States and memories over HTTP, real stores behind. */
class MemoryHttpIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static TestRedis redis;
  private static MemoryNode node;
  private static FakeNode server;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start(folder);
    var database = TestStores.withTables();
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
    CLIENT.shutdownNow();
  }

  @Test
  void memory_posted_isFoundByItsWordsAndAmongTheRecent() throws Exception {
    var content = "Daisy's \\u0041 '); DROP TABLE memories; -- \\r\\nFLUSHALL 日本";
    var posted = send("POST", "strategist/memories", "{\"content\":\"" + content + "\"}");
    assertThat(posted.statusCode()).isEqualTo(201);
    var id = data(posted).path("id").asString();

    var found = send("GET", "strategist/memories?q=daisy&limit=5", "");
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(data(found).path("memories").path(0).path("id").asString()).isEqualTo(id);
    assertThat(data(found).path("memories").path(0).path("content").asString())
        .isEqualTo(JSON.readTree("\"" + content + "\"").asString());
    var recent = send("GET", "strategist/memories/recent", "");
    assertThat(data(recent).path("memories").path(0).path("id").asString()).isEqualTo(id);
    var none = send("GET", "strategist/memories?q=" + encoded("'); --"), "");
    assertThat(none.statusCode()).isEqualTo(200);
    assertThat(data(none).path("memories").size()).isZero();
  }

  @Test
  void state_put_isGot() throws Exception {
    assertThat(data(send("GET", "designer/state", "")).isNull()).isTrue();
    var put = send("PUT", "designer/state", "{\"mood\": \"calm\", \"n\": 1e3}");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(data(put).path("strategy").asString()).isEqualTo("write_through");
    assertThat(data(send("GET", "designer/state", "")).path("mood").asString()).isEqualTo("calm");
  }

  @Test
  void embedding_withoutPgvector_isRefusedWithThatReason() throws Exception {
    for (var response :
        new HttpResponse<?>[] {
          send("POST", "strategist/memories", "{\"content\":\"a\",\"embedding\":[0.5,1]}"),
          send("POST", "strategist/memories/nearest", "{\"embedding\":[0.5,1]}")
        }) {
      assertThat(response.statusCode()).isEqualTo(501);
      assertThat(response.body().toString()).contains("pgvector").contains("no-vectors");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"a\":",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1e100000}",
        "7"
      })
  void state_thatPostgresWouldNotTake_isA400(String body) throws Exception {
    assertThat(send("PUT", "designer/state", body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"content\":\"\"}",
        "{\"content\":\"\\u0000\"}",
        "{\"content\":\"a\",\"embedding\":[]}",
        "{\"content\":\"a\",\"embedding\":[\"b\"]}",
        "{\"content\":\"a\",\"embedding\":[1e999]}",
        "{\"content\":\"a\",\"limit\":0}"
      })
  void memory_thatIsNone_isA400(String body) throws Exception {
    assertThat(send("POST", "designer/memories", body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"memories", "memories?q=%00", "memories?q=a&limit=101", "memories/recent?limit=x"})
  void question_thatIsNone_isA400(String question) throws Exception {
    assertThat(send("GET", "designer/" + question, "").statusCode()).isEqualTo(400);
  }

  @Test
  void neuron_thatIsNotConfigured_isA404() throws Exception {
    assertThat(send("GET", "nobody/state", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "nobody/memories/recent", "").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    var to =
        URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/neurons/" + path);
    return CLIENT.send(
        HttpRequest.newBuilder(to).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static JsonNode data(HttpResponse<String> response) {
    return JSON.readTree(response.body()).path("data");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
