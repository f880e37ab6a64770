package ai.hal9.engine.http;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.TlsIdentity;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import io.undertow.server.OpenListener;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import io.undertow.server.protocol.http2.Http2UpgradeHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** What connections come through, in clear text or TLS, and which HTTP is spoken on them. */
final class Sockets {

  private static final int HEADER_BYTES = 16 * 1_024;
  private static final int HEADERS = 100;
  private static final int BACKLOG = 1_024;

  private Sockets() {}

  /**
   * Listens, but accepts nothing before it is resumed.
   *
   * @throws IOException when the address cannot be had, or the certificate no longer be read
   */
  static AcceptingChannel<? extends StreamConnection> listening(
      XnioWorker worker,
      ByteBufferPool buffers,
      NodeConfig.Server config,
      ChannelListener<StreamConnection> connections)
      throws IOException {
    var address = new InetSocketAddress(config.host(), config.port());
    var options =
        OptionMap.builder()
            .set(Options.WORKER_IO_THREADS, config.ioThreads())
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BALANCING_TOKENS, 1)
            .set(Options.BALANCING_CONNECTIONS, 2)
            .set(Options.BACKLOG, BACKLOG)
            .getMap();
    var tls = config.tls();
    if (tls == null) {
      return worker.createStreamConnectionServer(
          address, ChannelListeners.openListenerAdapter(connections), options);
    }
    return switch (TlsIdentity.read(tls.certificates(), tls.key())) {
      case TlsIdentity.Reading.Refused(var reason) -> throw new IOException(reason);
      case TlsIdentity.Reading.Read(var identity) ->
          new UndertowXnioSsl(worker.getXnio(), OptionMap.EMPTY, buffers, identity.context())
              .createSslConnectionServer(
                  worker, address, ChannelListeners.openListenerAdapter(connections), options);
    };
  }

  /** HTTP/1.1, and HTTP/2 where it is on: by upgrade in clear text, by ALPN in TLS. */
  static OpenListener serving(ByteBufferPool buffers, NodeConfig.Server config, HttpHandler root) {
    if (!config.http2()) {
      return http1(buffers, config, root);
    }
    if (config.tls() == null) {
      return http1(buffers, config, new Http2UpgradeHandler(root));
    }
    var http2 = new Http2OpenListener(buffers, options(config));
    http2.setRootHandler(root);
    return new AlpnOpenListener(buffers, options(config), http1(buffers, config, root))
        .addProtocol(Http2OpenListener.HTTP2, http2, 1);
  }

  static HttpOpenListener http1(
      ByteBufferPool buffers, NodeConfig.Server config, HttpHandler root) {
    var open = new HttpOpenListener(buffers, options(config));
    open.setRootHandler(root);
    return open;
  }

  private static OptionMap options(NodeConfig.Server config) {
    return OptionMap.builder()
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, millis(config.idleTimeout()))
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(config.headerTimeout()))
        .set(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
        .set(UndertowOptions.MAX_HEADERS, HEADERS)
        // RequestBody's limits are narrower, and tell the client
        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
        .set(UndertowOptions.RECORD_REQUEST_START_TIME, true)
        .set(UndertowOptions.ENABLE_HTTP2, config.http2())
        .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, Http2Streams.MOST)
        .getMap();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
