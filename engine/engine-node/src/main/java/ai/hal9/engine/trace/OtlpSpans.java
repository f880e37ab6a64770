package ai.hal9.engine.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Spans as OpenTelemetry has them, on their way to a collector by OTLP over HTTP. */
final class OtlpSpans implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final String PATH = "/v1/traces";
  private static final int SERVER_ERROR = 500;
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> NEURON = AttributeKey.stringKey("hal9.neuron");

  /** It would write to the standard error, in its own words; what fails is told by us. */
  private static final Logger SILENT = Logger.getLogger("io.opentelemetry");

  static {
    SILENT.setLevel(Level.OFF);
  }

  private final OtlpHttpSpanExporter exporter;
  private final Resource resource;

  OtlpSpans(URI endpoint, Tracing.Source source) {
    var path = endpoint.getPath();
    exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(
                (path.isEmpty() || path.equals("/") ? endpoint.resolve(PATH) : endpoint).toString())
            .setTimeout(TIMEOUT)
            .setConnectTimeout(CONNECT)
            .setRetryPolicy(null)
            .build();
    resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", "hal9-node")
                .put("service.namespace", source.cluster())
                .put("service.instance.id", source.node())
                .put("service.version", source.version())
                .put("cloud.region", source.region())
                .build());
  }

  /** How many spans these are. */
  static long count(RequestSpans spans) {
    return (spans.request() == null ? 0L : 1L) + spans.parts().size();
  }

  /** Sends and waits; what went wrong, if something did. */
  Optional<String> send(List<RequestSpans> requests) {
    var spans = new ArrayList<SpanData>();
    requests.forEach(request -> add(request, spans));
    var result = exporter.export(spans).join(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
    if (result.isSuccess()) {
      return Optional.empty();
    }
    var failure = result.getFailureThrowable();
    return Optional.of(failure == null ? "no answer" : failure.toString());
  }

  private void add(RequestSpans spans, List<SpanData> to) {
    var request = spans.request();
    var context = spans.context();
    if (request != null) {
      to.add(itself(spans, request));
    }
    for (var part : spans.parts()) {
      var neuron = part.neuron();
      to.add(
          new OtlpSpan(
              part.name(),
              neuron.isEmpty() ? SpanKind.INTERNAL : SpanKind.CLIENT,
              child(context),
              place(context, false),
              spans.wall(part.startNanos()),
              spans.wall(part.endNanos()),
              neuron.isEmpty() ? Attributes.empty() : Attributes.of(NEURON, neuron),
              part.error().isEmpty()
                  ? StatusData.unset()
                  : StatusData.create(StatusData.error().getStatusCode(), part.error()),
              resource));
    }
  }

  private OtlpSpan itself(RequestSpans spans, RequestSpans.Request request) {
    return new OtlpSpan(
        request.method() + " " + request.route(),
        SpanKind.SERVER,
        place(spans.context(), false),
        place(spans.parent(), true),
        spans.wall(spans.startNanos()),
        spans.wall(request.endNanos()),
        Attributes.of(
            METHOD, request.method(), ROUTE, request.route(), STATUS, (long) request.status()),
        request.status() >= SERVER_ERROR ? StatusData.error() : StatusData.unset(),
        resource);
  }

  private static SpanContext child(TraceContext of) {
    return SpanContext.create(
        of.traceId(),
        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  private static SpanContext place(@Nullable TraceContext context, boolean remote) {
    if (context == null) {
      return SpanContext.getInvalid();
    }
    var span = HexFormat.of().toHexDigits(context.span());
    return remote
        ? SpanContext.createFromRemoteParent(
            context.traceId(), span, TraceFlags.getSampled(), TraceState.getDefault())
        : SpanContext.create(
            context.traceId(), span, TraceFlags.getSampled(), TraceState.getDefault());
  }

  @Override
  public void close() {
    exporter.close();
  }
}
