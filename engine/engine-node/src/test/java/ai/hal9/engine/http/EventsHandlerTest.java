package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.game.GameOutcome;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import io.undertow.Undertow;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.ServerConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listening to a game's events leaves at the connection. */
class EventsHandlerTest {

  private static final String EVENTS = "/api/games/" + FakeNode.ID + "/events";
  private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
  private static final String WEB_SOCKET =
      UPGRADE + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private final RecordedMeters meters = new RecordedMeters();
  private final PushHub push =
      PushHub.start(LiveTuning.fixed(EngineTuning.defaults()), meters, System::nanoTime);
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();

  /** Refuses every listener. */
  private final FakeNode elsewhere = new FakeNode();

  private volatile GameOutcome<Games.Watch> watch =
      new GameOutcome.Done<>(new Games.Watch(push.topic(1), state -> {}));
  private EventsHandler events;
  private Offload offload;
  private Undertow server;

  @BeforeEach
  void start() throws Exception {
    elsewhere.start(FakeNode.limits());
    var reply = new Reply(Duration.ofSeconds(20));
    offload = new Offload(reply);
    var self = Peer.at(URI.create("http://127.0.0.1:9000"), new SecureRandom());
    var games =
        new NoGames() {
          @Override
          public GameOutcome<Watch> watch(UUID game) {
            return watch;
          }
        };
    events =
        new EventsHandler(
            games, push, new ClientAddress(List.of(), new PassedOn(self)), reply, offload);
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(
                exchange -> {
                  connections.add(exchange.getConnection());
                  events.handle(exchange);
                })
            .build();
    server.start();
  }

  @AfterEach
  void stop() {
    events.close();
    offload.close();
    server.stop();
    elsewhere.close();
    push.close();
  }

  private RawClient client() throws Exception {
    return new RawClient((InetSocketAddress) server.getListenerInfo().getFirst().getAddress());
  }

  @Test
  void requests_thatAreRefused_leaveNothingAtTheirConnection() throws Exception {
    var owner = URI.create("http://127.0.0.1:" + elsewhere.server().address().getPort());
    var relayed = new GameOutcome.Elsewhere<Games.Watch>(Peer.at(owner, new SecureRandom()));
    try (var client = client()) {
      for (var i = 0; i < 20; i++) {
        assertThat(client.get(EVENTS).response().status()).isEqualTo(426);
        // A handshake that lacks the rest.
        assertThat(client.request("GET", EVENTS, "", UPGRADE).response().status()).isEqualTo(426);
      }
      watch = relayed;
      for (var i = 0; i < 20; i++) {
        assertThat(client.request("GET", EVENTS, "", WEB_SOCKET).response().status())
            .isEqualTo(404);
      }

      assertThat(connections).hasSize(1);
      assertThat(ownCloseListeners()).hasSize(1);
      assertThat(ConnectionEnd.waiting(connections.iterator().next())).isZero();
      assertThat(meters.value(MetricCatalogue.PUSH_CLIENTS)).isZero();
    }
  }

  @Test
  void listener_whoseConnectionEnds_leavesItsPlace() throws Exception {
    try (var client = client()) {
      client.request("GET", EVENTS, "", UPGRADE).response();
      assertThat(client.request("GET", EVENTS, "", WEB_SOCKET).head().status()).isEqualTo(101);
      assertThat(meters.value(MetricCatalogue.PUSH_CLIENTS)).isEqualTo(1);
      assertThat(ConnectionEnd.waiting(connections.iterator().next())).isEqualTo(1);
    }
    await().until(() -> meters.value(MetricCatalogue.PUSH_CLIENTS) == 0);
  }

  /** Undertow shows them to nobody, and has some itself. */
  private List<?> ownCloseListeners() throws ReflectiveOperationException {
    var field = AbstractServerConnection.class.getDeclaredField("closeListeners");
    field.setAccessible(true);
    var all = (List<?>) field.get(connections.iterator().next());
    return all.stream()
        .filter(listener -> listener.getClass().getName().startsWith("ai.hal9."))
        .toList();
  }
}
