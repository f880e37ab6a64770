package ai.hal9.engine.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushHubTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Knobs knobs =
      new Knobs("push.buffer_events", "4", "push.replay_events", "4", "push.batch_ms", "0");
  private final RecordedMeters meters = new RecordedMeters();
  private final PushHub hub = PushHub.start(knobs, meters, System::nanoTime);
  private final Topic topic = hub.topic(7);

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void client_getsWhatIsToldFromNowOn() throws Exception {
    publish("before");
    var client = attach(null);
    publish("after");
    assertThat(ids(client, 1)).containsExactly("7-2");
    assertThat(client.resumed()).isFalse();
  }

  @Test
  void client_thatResumes_getsWhatItMissedOnceAndInOrder() throws Exception {
    publish("a", "b", "c");
    var client = attach("7-1");
    publish("d");
    assertThat(ids(client, 3)).containsExactly("7-2", "7-3", "7-4");
    assertThat(client.resumed()).isTrue();
    assertThat(meters.total(MetricCatalogue.PUSH_RESUMED)).isEqualTo(1);
  }

  @Test
  void client_thatResumesTooLate_isToldHowManyItLost() throws Exception {
    publish("1", "2", "3", "4", "5", "6");
    var message = message(attach("7-0"));
    assertThat(message.path("lost").asInt()).isEqualTo(2);
    assertThat(ids(message)).containsExactly("7-3", "7-4", "7-5", "7-6");
  }

  @Test
  void client_withTheIdOfAnotherLife_startsAnew() throws Exception {
    publish("a");
    for (var strange : List.of("6-1", "7-9", "7", "x-1", "7-x", "-1")) {
      var client = attach(strange);
      assertThat(client.resumed()).as(strange).isFalse();
      client.close();
    }
  }

  @Test
  void slowClient_losesTheOldest_andIsToldHowMany() throws Exception {
    var client = attach(null);
    publish("1", "2", "3", "4", "5", "6", "7");
    await().atMost(SOON).until(() -> meters.total(MetricCatalogue.PUSH_DROPPED) == 3);
    var message = message(client);
    assertThat(message.path("lost").asInt()).isEqualTo(3);
    assertThat(ids(message)).containsExactly("7-4", "7-5", "7-6", "7-7");
    publish("8");
    assertThat(message(client).path("lost").asInt()).isZero();
  }

  @Test
  void slowClient_whenThePolicySaysSo_isCutOff_andTheOthersAreNot() throws Exception {
    knobs.set("push.slow_clients", "close");
    var slow = attach(null);
    var cut = new CopyOnWriteArrayList<String>();
    slow.onCutOff(() -> cut.add("cut"));
    var quick = attach(null);
    for (var i = 1; i <= 9; i++) {
      publish("e");
      assertThat(ids(quick, 1)).containsExactly("7-" + i);
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(cut).containsExactly("cut"));
    assertThat(slow.tooSlow()).isTrue();
    assertThat(quick.tooSlow()).isFalse();
    assertThat(meters.total(MetricCatalogue.PUSH_CLOSED_SLOW)).isEqualTo(1);
  }

  @Test
  void greeting_whilePublishedEventsAreNotYetDelivered_comesBeforeThemAndNothingIsLost()
      throws Exception {
    publish("before");
    var held = holdDelivery();
    var client = attach(null);
    publish("1", "2", "3");
    client.greet("state", json -> {});
    held.countDown();
    var got = new ArrayList<String>();
    while (got.size() < 4) {
      var message = message(client);
      assertThat(message.path("lost").asInt()).isZero();
      got.addAll(ids(message));
    }
    assertThat(got).containsExactly("7-1", "7-2", "7-3", "7-4");
  }

  /** Keeps the thread that delivers with a client of another topic until this counts down. */
  private CountDownLatch holdDelivery() throws InterruptedException {
    var held = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    knobs.set("push.slow_clients", "close");
    var other = hub.topic(8);
    if (!(hub.admit(ADDRESS) instanceof PushHub.Place place)) {
      throw new AssertionError("no place");
    }
    other
        .attach(place, null)
        .onCutOff(
            () -> {
              reached.countDown();
              try {
                assertThat(held.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    for (var i = 0; i < 5; i++) {
      other.publish("test", json -> {});
    }
    assertThat(reached.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return held;
  }

  @Test
  void limits_holdOverallAndPerAddress_andPlacesComeBack() throws Exception {
    knobs.set("push.max_clients", "3", "push.max_clients_per_address", "2");
    var first = hub.admit(ADDRESS);
    hub.admit(ADDRESS);
    assertThat(hub.admit(ADDRESS)).isEqualTo(new PushHub.Full(PushHub.Limit.ADDRESS));
    var other = InetAddress.getByName("127.0.0.2");
    assertThat(hub.admit(other)).isInstanceOf(PushHub.Place.class);
    assertThat(hub.admit(other)).isEqualTo(new PushHub.Full(PushHub.Limit.OVERALL));
    if (first instanceof PushHub.Place place) {
      place.leave();
      place.leave();
    }
    assertThat(meters.value(MetricCatalogue.PUSH_CLIENTS)).isEqualTo(2);
    assertThat(hub.admit(ADDRESS)).isInstanceOf(PushHub.Place.class);
  }

  @Test
  void topic_thatEnds_letsItsClientsHaveTheLastEvent() throws Exception {
    var client = attach(null);
    publish("last");
    topic.close();
    assertThat(ids(client, 1)).containsExactly("7-1");
    assertThat(client.next(SOON)).isEmpty();
    await().atMost(SOON).until(() -> !client.open());
    assertThat(meters.value(MetricCatalogue.PUSH_CLIENTS)).isZero();
  }

  private void publish(String... words) {
    for (var word : words) {
      topic.publish("test", json -> json.raw(",\"word\":").quoted(word));
    }
  }

  private PushClient attach(@Nullable String after) {
    if (hub.admit(ADDRESS) instanceof PushHub.Place place) {
      return topic.attach(place, after);
    }
    throw new AssertionError("no place");
  }

  private static JsonNode message(PushClient client) throws InterruptedException {
    var bytes = client.next(SOON).orElseThrow();
    return JSON.readTree(UTF_8.decode(bytes).toString());
  }

  private static List<String> ids(JsonNode message) {
    var ids = new ArrayList<String>();
    message.path("events").forEach(event -> ids.add(event.path("id").asString()));
    return ids;
  }

  /** The ids of the next so many events, in however many messages they come. */
  private static List<String> ids(PushClient client, int count) throws InterruptedException {
    var ids = new ArrayList<String>();
    while (ids.size() < count) {
      ids.addAll(ids(message(client)));
    }
    return ids;
  }
}
