package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.cluster.ClusterMember;
import ai.hal9.api.signal.CacheOutcome;
import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.Layer;
import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.Stage;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.audit.AuditPage;
import ai.hal9.engine.audit.AuditQuery;
import ai.hal9.engine.audit.AuditReading;
import ai.hal9.engine.audit.TuningAudit;
import ai.hal9.engine.cluster.Membership;
import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.game.Games;
import ai.hal9.engine.memory.NeuronMemory;
import ai.hal9.engine.push.PushHub;
import ai.hal9.engine.queue.SignalQueue;
import ai.hal9.engine.quota.Leases;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.shard.ShardList;
import ai.hal9.engine.signal.CacheWarming;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.SignalCall;
import ai.hal9.engine.signal.SignalOutcome;
import ai.hal9.engine.signal.SignalService;
import ai.hal9.engine.signal.StoredSignal;
import ai.hal9.engine.telemetry.Delivery;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.telemetry.MetricsView;
import ai.hal9.engine.telemetry.SharedSnapshot;
import ai.hal9.engine.telemetry.TelemetryFeed;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import ai.hal9.engine.tuning.TuningService;
import ai.hal9.engine.tuning.TuningState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A served node whose parts are fakes that a test sets up. */
final class FakeNode implements AutoCloseable {

  static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");
  static final UUID NEURON = UUID.fromString("019a0000-0000-7000-8000-00000000000a");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String TOKEN = "a-secret";

  /** A change of the tuning. */
  static final TuningVersion CHANGE =
      new TuningVersion(
          7,
          TuningScope.NODE,
          START,
          "me",
          "test",
          Map.of("a", "1"),
          Map.of("a", "2"),
          null,
          new TuningOrigin("node-1", TuningOrigin.Authority.TOKEN));

  /** What became of the calls, in their order. */
  final List<SignalCall> calls = new CopyOnWriteArrayList<>();

  final List<TuningChange> changes = new CopyOnWriteArrayList<>();
  final BlockingQueue<TelemetryFrame> frames = new LinkedBlockingQueue<>();

  /** How a signal is answered: at once unless a test says otherwise. */
  Handling handling = (call, done) -> done.accept(answered(call));

  TuningOutcome tuningOutcome = new TuningOutcome.Applied(CHANGE);
  List<Readiness.Part> parts = List.of(new Readiness.Part("postgres", true, true, "answers"));

  /** Two shards, one of which does not answer. */
  ShardList.State shards =
      new ShardList.State(
          3,
          1,
          List.of(
              new ShardList.Shard(0, true, 512, 40, 7),
              new ShardList.Shard(1, false, 512, -1, -1)));

  private Quotas quotas =
      Quotas.open(
          (wishes, perSecond, burst) -> null,
          () -> 1,
          new Knobs(),
          Meters.none(),
          Events.none(),
          InstantSource.system(),
          System::nanoTime);

  /** No users; proxies on this machine are trusted. */
  NodeApi.Auth auth =
      new NodeApi.Auth(
          null,
          new NodeConfig.Auth(
              false, null, Map.of(), List.of(Network.parse("127.0.0.0/8").orElseThrow())));

  /** The node, as others are told of it. */
  Peer self = Peer.at(URI.create("http://127.0.0.1:9000"), new SecureRandom());

  /** The games; none unless a test says otherwise. */
  Games games = new NoGames();

  /** What neurons keep; nothing unless a test says otherwise. */
  NeuronMemory memory = new NoMemory();

  /** Whom requests' spans are told to. */
  @Nullable Tracing tracing;

  /** Every change; none unless a test says otherwise. */
  Function<AuditQuery, AuditReading> history = query -> new AuditPage(List.of(), null);

  /** Warms nothing unless a test says otherwise. */
  CacheWarming warming =
      new CacheWarming() {
        @Override
        public boolean begin(int keys) {
          return false;
        }

        @Override
        public Progress progress() {
          return new Progress(0, 0, 0, false, 0, "");
        }
      };

  PushHub push =
      PushHub.start(LiveTuning.fixed(EngineTuning.defaults()), Meters.none(), System::nanoTime);

  /** What the stored signal holds. */
  String stored = "{\"content\":\"stored\"}";

  /** Where it is. */
  Durability durability = Durability.COMMITTED;

  private @Nullable HttpServer server;

  /** Answers a signal. */
  interface Handling {
    void answer(SignalCall call, Consumer<SignalOutcome> done);
  }

  static NodeConfig.Server limits() {
    return limits(1_000, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  /** The usual limits at a given port. */
  static NodeConfig.Server limits(int port) {
    return limits(port, 1_000, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  static NodeConfig.Server limits(int connections, long bodyBytes, Duration idle, Duration header) {
    return limits(0, connections, bodyBytes, idle, header);
  }

  /** The usual limits, over TLS. */
  static NodeConfig.Server serving(NodeConfig.Tls tls) {
    return serving(tls, Duration.ofSeconds(20));
  }

  /** The usual limits, over TLS, but for how long a request or a handshake may take to arrive. */
  static NodeConfig.Server serving(NodeConfig.Tls tls, Duration header) {
    return limits(0, 1_000, 1 << 20, Duration.ofSeconds(20), header, tls);
  }

  private static NodeConfig.Server limits(
      int port, int connections, long bodyBytes, Duration idle, Duration header) {
    return limits(port, connections, bodyBytes, idle, header, null);
  }

  private static NodeConfig.Server limits(
      int port,
      int connections,
      long bodyBytes,
      Duration idle,
      Duration header,
      NodeConfig.@Nullable Tls tls) {
    return new NodeConfig.Server(
        "127.0.0.1",
        port,
        null,
        2,
        connections,
        bodyBytes,
        idle,
        header,
        Duration.ofSeconds(5),
        Duration.ZERO,
        1_024,
        true,
        tls);
  }

  FakeNode start(NodeConfig.Server config) throws IOException {
    return start(config, Meters.none());
  }

  FakeNode start(NodeConfig.Server config, Meters meters) throws IOException {
    var identity = new NodeIdentity("node-1", "demo", "local", "0.1.0", START);
    var neurons =
        List.of(
            new NodeConfig.Neuron("strategist", Layer.L4, List.of("designer")),
            new NodeConfig.Neuron("designer", Layer.L3, List.of()));
    server =
        HttpServer.start(
            config,
            new NodeApi(
                identity,
                new Signals(),
                SignalQueue.none(),
                neurons,
                () -> shards,
                () -> parts,
                new Tuning(),
                new Audit(),
                new Members(),
                new Metrics(),
                new Feed(),
                quotas,
                auth,
                self,
                memory,
                warming,
                games,
                push,
                Access.bearer(TOKEN),
                InstantSource.fixed(START.plusSeconds(90)),
                tracing),
            meters);
    return this;
  }

  /**
   * Limits from {@code rate_limit.*}; to who wants more than a first lease the cluster gives none.
   */
  FakeNode limiting(String... keysAndValues) {
    quotas.close();
    quotas =
        Quotas.open(
            (wishes, perSecond, burst) ->
                wishes.stream().map(wish -> new Leases.Grant(0, 0, 1_000_000_000L)).toList(),
            () -> 1,
            new Knobs(keysAndValues),
            Meters.none(),
            Events.none(),
            InstantSource.system(),
            System::nanoTime);
    return this;
  }

  HttpServer server() {
    var running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  InetSocketAddress address() {
    return server().address();
  }

  RawClient client() throws IOException {
    return new RawClient(address());
  }

  @Override
  public void close() {
    quotas.close();
    if (server != null) {
      server.close();
    }
  }

  static SignalOutcome answered(SignalCall call) {
    return new SignalOutcome.Answered(
        new SignalAnswer(
            ID,
            "strategist",
            Layer.L4,
            "echo: " + call.request().content(),
            List.of("strategist", "designer"),
            List.of("mock"),
            CacheOutcome.MISS,
            Durability.COMMITTED,
            Map.of(Stage.DECODE, 0.0123456, Stage.STORE, 2.5, Stage.NEURON, 5.0)));
  }

  private final class Signals implements SignalService {
    @Override
    public void submit(SignalCall call, Consumer<SignalOutcome> done) {
      calls.add(call);
      handling.answer(call, done);
    }

    @Override
    public Optional<StoredSignal> find(UUID id) {
      return id.equals(ID)
          ? Optional.of(new StoredSignal(ID, NEURON, START, stored, durability))
          : Optional.empty();
    }
  }

  private final class Audit implements TuningAudit {
    @Override
    public AuditReading page(AuditQuery query) {
      return history.apply(query);
    }

    @Override
    public void close(Duration limit) {}
  }

  private final class Tuning implements TuningService {
    @Override
    public EngineTuning current() {
      return EngineTuning.defaults();
    }

    @Override
    public void onChange(Consumer<EngineTuning> listener) {
      listener.accept(current());
    }

    @Override
    public TuningOutcome apply(TuningChange change, TuningOrigin.Authority authority) {
      changes.add(change);
      return tuningOutcome;
    }

    @Override
    public Optional<TuningOutcome> reload(Map<String, String> file) {
      return Optional.empty();
    }

    @Override
    public TuningState state() {
      var values = current().values();
      return new TuningState(3, 4, Map.of(), Map.of(), Map.of(), values, values, values);
    }

    @Override
    public List<TuningVersion> history(TuningScope scope) {
      return List.of();
    }

    @Override
    public void onLine(Consumer<TuningVersion> listener) {}

    @Override
    public void close() {}
  }

  private static final class Members implements Membership {
    @Override
    public ClusterMember self() {
      return new ClusterMember(
          "node-1", URI.create("http://127.0.0.1:9000"), "local", "0.1.0", START, START);
    }

    @Override
    public List<ClusterMember> members() {
      return List.of(self());
    }

    @Override
    public void close() {}
  }

  private static final class Metrics implements MetricsView {
    @Override
    public Exposition prometheus(@Nullable String accept) {
      return new Exposition("text/plain; version=0.0.4", "up 1\n".getBytes(UTF_8));
    }

    @Override
    public Map<String, Object> json() {
      return Map.of("signals_sent", 5);
    }
  }

  private final class Feed implements TelemetryFeed {
    private final List<Subscription> open = new ArrayList<>();

    @Override
    public Subscription subscribe(Set<SourceKind> kinds, int buffer) {
      var subscription = new Listening();
      open.add(subscription);
      return subscription;
    }

    @Override
    public int subscribers() {
      return open.size();
    }
  }

  private final class Listening implements TelemetryFeed.Subscription {
    private volatile boolean open = true;

    @Override
    public Optional<Delivery> next(Duration timeout) throws InterruptedException {
      return Optional.ofNullable(frames.poll(timeout.toMillis(), TimeUnit.MILLISECONDS))
          .map(frame -> new Delivery(frame.lost(), new SharedSnapshot(frame.snapshot())));
    }

    @Override
    public boolean open() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
