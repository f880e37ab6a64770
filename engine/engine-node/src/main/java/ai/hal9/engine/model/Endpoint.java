package ai.hal9.engine.model;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.ModelException.Fault;
import ai.hal9.engine.neuron.Patience;
import ai.hal9.engine.telemetry.Meters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** {@code POST /v1/messages} over pooled connections, HTTP/2 where the server speaks it. */
final class Endpoint implements AutoCloseable {

  private static final MediaType JSON = MediaType.get("application/json");
  private static final long LONGEST_BODY = 8L << 20;

  private final NodeConfig.Api api;
  private final HttpUrl url;
  private final InstantSource clock;
  private final OkHttpClient client;

  /** Whether a request has left: until then it may be sent again. */
  private static final class Sent extends EventListener {
    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
      sent = true;
    }
  }

  /**
   * Nothing is connected yet.
   *
   * @param more what else the client is told; a test's certificate
   */
  Endpoint(
      NodeConfig.Api api, Meters meters, InstantSource clock, Consumer<OkHttpClient.Builder> more) {
    this.api = api;
    this.clock = clock;
    this.url =
        HttpUrl.get(api.url().toString()).newBuilder().addPathSegments("v1/messages").build();
    var pool =
        new ConnectionPool(
            api.poolMaxIdle(), api.poolIdleTimeout().toMillis(), TimeUnit.MILLISECONDS);
    var builder =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .connectTimeout(api.connectTimeout())
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .eventListenerFactory(
                call -> {
                  var sent = call.request().tag(Sent.class);
                  return sent == null ? EventListener.NONE : sent;
                });
    more.accept(builder);
    this.client = builder.build();
    meters.gauge(
        MetricCatalogue.MODEL_CONNECTIONS,
        () -> pool.connectionCount() - pool.idleConnectionCount(),
        "active");
    meters.gauge(MetricCatalogue.MODEL_CONNECTIONS, pool::idleConnectionCount, "idle");
  }

  /**
   * Sends a request; blocks.
   *
   * @param limit how long it may take in all
   * @param patience when it ends the request is cut off
   */
  Attempt post(byte[] body, Duration limit, Patience patience) {
    var sent = new Sent();
    var request =
        new Request.Builder()
            .url(url)
            .header("x-api-key", api.key().reveal())
            .header("anthropic-version", api.version())
            .header("traceparent", patience.asker().trace().toString())
            .post(RequestBody.create(body, JSON))
            .tag(Sent.class, sent)
            .build();
    var call = client.newCall(request);
    call.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    try (var _ = patience.during(call::cancel);
        var response = call.execute()) {
      return read(response);
    } catch (IOException e) {
      if (patience.over()) {
        return new Attempt.Failed(
            "abandoned",
            Fault.ABANDONED,
            false,
            sent.sent,
            Duration.ZERO,
            "nobody waits for the answer any more");
      }
      return Messages.unanswered(e, sent.sent, e instanceof InterruptedIOException && sent.sent);
    }
  }

  private Attempt read(Response response) throws IOException {
    var source = response.body().source();
    if (source.request(LONGEST_BODY + 1)) {
      return Messages.broken("more than " + LONGEST_BODY + " bytes");
    }
    var body = source.readByteArray();
    return response.code() == 200
        ? Messages.answer(body)
        : Messages.error(response.code(), body, response.header("retry-after"), clock.instant());
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
