package ai.hal9.engine.http;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.telemetry.Meters;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.OpenListener;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The node's HTTP server. */
public final class HttpServer implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1_024 - 20;
  private static final int POOLED_BUFFERS = 1_024;
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final XnioWorker worker;
  private final OpenListener serving;
  private final OpenListener refusing;
  private final Router router;
  private final TelemetryHandler telemetry;
  private final EventsHandler events;
  private final Forwarder forwarder;
  private final Offload offload;
  private final AcceptingChannel<? extends StreamConnection> listener;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpServer(NodeConfig.Server config, NodeApi api, Meters meters) throws IOException {
    var reply = new Reply(config.idleTimeout());
    var body = new RequestBody(config.maxBodyBytes(), config.headerTimeout(), reply);
    offload = new Offload(reply);
    telemetry = new TelemetryHandler(api.telemetry(), reply);
    var passedOn = new PassedOn(api.self());
    var addresses = new ClientAddress(api.auth().config().trustedProxies(), passedOn);
    forwarder = new Forwarder(addresses, reply, meters);
    events = new EventsHandler(api.games(), api.push(), addresses, reply, offload);
    var gate = new RateGate(api.quotas(), addresses, passedOn, reply);
    var identification = Identification.of(api.auth(), gate, reply, offload);
    var entrance = new Entrance(identification, gate);
    var users = new KnownUsers(api.auth().accounts());
    var state = new StateHandlers(api, users, entrance, reply, offload, this::leaving);
    var endpoints =
        new ArrayList<>(
            Endpoints.of(
                new SignalHandler(api.signals(), identification, gate, users, body, reply, offload),
                state,
                new TuningHandlers(api.tuning(), api.access().authority(), body, reply, offload),
                telemetry,
                new QueueHandlers(api.queue(), body, reply, offload),
                gate,
                AuthHandlers.endpoints(api.auth(), entrance, addresses, body, reply, offload),
                GameEndpoints.of(
                    new GameHandlers(api.games(), body, reply, offload, forwarder),
                    events,
                    entrance),
                new MemoryHandlers(api.memory(), entrance, body, reply, offload).endpoints()));
    endpoints.addAll(new WarmHandlers(api.warming(), api.tuning(), reply).endpoints());
    endpoints.addAll(new ShardHandlers(api.shards(), reply, offload).endpoints());
    endpoints.addAll(new AuditHandlers(api.audit(), reply, offload).endpoints());
    router = new Router(endpoints, api.access(), reply, meters, api.tracing());
    // A per-thread cache of buffers would leak when virtual threads write.
    var buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, POOLED_BUFFERS, 0);
    var root =
        Compression.of(
            new HttpContinueReadHandler(Http2Streams.limiting(router, reply)),
            config.gzipFromBytes());
    serving = Sockets.serving(buffers, config, root);
    refusing = Sockets.http1(buffers, config, exchange -> full(reply, exchange));
    var connections =
        new ConnectionGate(
            config.maxConnections(), config.headerTimeout(), serving, refusing, meters);
    worker =
        Xnio.getInstance(HttpServer.class.getClassLoader())
            .createWorker(
                OptionMap.builder()
                    .set(Options.WORKER_NAME, "http")
                    .set(Options.WORKER_IO_THREADS, config.ioThreads())
                    .set(Options.WORKER_TASK_CORE_THREADS, 1)
                    .set(Options.WORKER_TASK_MAX_THREADS, 1)
                    .set(Options.TCP_NODELAY, true)
                    .getMap());
    try {
      listener = Sockets.listening(worker, buffers, config, connections);
    } catch (IOException e) {
      worker.shutdownNow();
      throw e;
    }
    listener.resumeAccepts();
  }

  /**
   * Starts to serve.
   *
   * @throws IOException when the address cannot be had; a port that is taken, mostly
   */
  public static HttpServer start(NodeConfig.Server config, NodeApi api, Meters meters)
      throws IOException {
    return new HttpServer(config, api, meters);
  }

  /** Where it serves; tells the port when a free one was asked for. */
  public InetSocketAddress address() {
    return listener.getLocalAddress(InetSocketAddress.class);
  }

  /**
   * Is not ready from now on, and asks clients not to keep their connections, but serves on for
   * whoever has not noticed yet; then refuses new work and waits for what is being answered.
   *
   * @param notice how long it serves on
   * @param limit how long both may take
   * @return requests still unanswered at the end: 0 when all were
   */
  public long drain(Duration notice, Duration limit) {
    var start = System.nanoTime();
    router.leave();
    var served = notice.compareTo(limit) < 0 ? notice : limit;
    while (System.nanoTime() - start < served.toNanos()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    router.refuse();
    while (router.active() > 0 && System.nanoTime() - start < limit.toNanos()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    return router.active();
  }

  /** Stops serving at once; connections are closed. May be called twice. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    IoUtils.safeClose(listener);
    telemetry.close();
    events.close();
    forwarder.close();
    offload.close();
    serving.closeConnections();
    refusing.closeConnections();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private boolean leaving() {
    return router.leaving();
  }

  private static void full(Reply reply, HttpServerExchange exchange) {
    exchange.setPersistent(false);
    reply.problem(
        exchange, Problem.unavailable("too-many-connections", "The node holds as many as it may."));
  }
}
