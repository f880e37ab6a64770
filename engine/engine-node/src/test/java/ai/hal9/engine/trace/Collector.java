package ai.hal9.engine.trace;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A collector that reads what it is sent as OTLP's own definition says. */
public final class Collector implements AutoCloseable {

  /** The spans that arrived. */
  public final List<Span> spans = new CopyOnWriteArrayList<>();

  /** Whose they were. */
  final List<Resource> resources = new CopyOnWriteArrayList<>();

  /** What is answered. */
  volatile int status = 200;

  private final HttpServer server;

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            if (status == 200) {
              read(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
            }
            var told = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, told.length == 0 ? -1 : told.length);
          }
        });
    server.start();
  }

  private void read(ExportTraceServiceRequest request) {
    for (var each : request.getResourceSpansList()) {
      resources.add(each.getResource());
      each.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
    }
  }

  /** Where it listens, without a path. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The names of what arrived. */
  public List<String> names() {
    return spans.stream().map(Span::getName).toList();
  }

  /** The first span of a name. */
  public Span named(String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                each ->
                    each.getValue().hasIntValue()
                        ? Long.toString(each.getValue().getIntValue())
                        : each.getValue().getStringValue()));
  }

  static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
