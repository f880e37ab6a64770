package ai.hal9.sim.generator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A target that is spoken to over TLS, 1.2 or 1.3: with whom this program's clients trust, and only
 * under the name it was asked for.
 */
final class SecureTarget {

  static final int PORT = 443;

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final SSLContext context;
  private final String host;
  private final int port;

  private SecureTarget(SSLContext context, String host, int port) {
    this.context = context;
    this.host = host;
    this.port = port;
  }

  /** The target, or null where it is spoken to in clear text. */
  static @Nullable SecureTarget of(URI target, SSLContext context) {
    if (!"https".equals(target.getScheme())) {
      return null;
    }
    var port = target.getPort() < 0 ? PORT : target.getPort();
    return new SecureTarget(context, target.getHost(), port);
  }

  /** What secures one connection. */
  SslHandler securing() {
    var engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    engine.setSSLParameters(named(engine.getSSLParameters()));
    var securing = new SslHandler(engine);
    securing.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
    return securing;
  }

  /** Puts it between a connection and its socket. */
  static ChannelHandler between(SslHandler securing, ChannelHandler connection) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel opened) {
        opened.pipeline().addLast(securing, connection);
      }
    };
  }

  /**
   * Agrees on keys over a connected socket, to see whether that can be done.
   *
   * @throws IOException saying why not
   */
  void probe(Socket connected) throws IOException {
    connected.setSoTimeout((int) HANDSHAKE.toMillis());
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, false)) {
      socket.setSSLParameters(named(socket.getSSLParameters()));
      socket.startHandshake();
    } catch (SSLException e) {
      throw new IOException(reason(e), e);
    }
  }

  private String reason(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return "the certificate of %s is not trusted (%s); put its signer's, in PEM, into the directory trust of HAL9_HOME"
            .formatted(host, cause.getMessage());
      }
    }
    return "it does not speak https: " + failure.getMessage();
  }

  private static SSLParameters named(SSLParameters parameters) {
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }
}
