package ai.hal9.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same bytes by unary calls, one to each of some nodes, without a thread between the event loop
 * and the call. Nothing is spent on Protobuf: a message is bytes.
 */
final class GrpcTalk implements PeerTalk {

  private static final MethodDescriptor<byte[], byte[]> METHOD =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("hal9.Peer/Say")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final List<Server> servers = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final CallOptions options = CallOptions.DEFAULT;

  GrpcTalk(int listeners) throws IOException {
    for (var i = 0; i < listeners; i++) {
      var server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .directExecutor()
              .addService(
                  ServerServiceDefinition.builder("hal9.Peer")
                      .addMethod(METHOD, ServerCalls.asyncUnaryCall(GrpcTalk::answer))
                      .build())
              .build()
              .start();
      servers.add(server);
      channels.add(
          NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
              .usePlaintext()
              .directExecutor()
              .intercept(MetadataUtils.newAttachHeadersInterceptor(headers()))
              .build());
    }
  }

  private static void answer(byte[] request, StreamObserver<byte[]> answering) {
    answering.onNext(HttpTalk.ANSWER);
    answering.onCompleted();
  }

  private static Metadata headers() {
    var headers = new Metadata();
    put(headers, "traceparent", HttpTalk.TRACE);
    put(headers, "x-hal9-forwarded", HttpTalk.WORD);
    put(headers, "x-forwarded-for", "192.0.2.1");
    return headers;
  }

  private static void put(Metadata headers, String name, String value) {
    headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
  }

  @Override
  public void say(Runnable heard) {
    var missing = new AtomicInteger(channels.size());
    for (var channel : channels) {
      ClientCalls.asyncUnaryCall(
          channel.newCall(METHOD, options),
          HttpTalk.ACTION,
          new StreamObserver<>() {
            @Override
            public void onNext(byte[] answer) {
              // one answer, and its end
            }

            @Override
            public void onError(Throwable failure) {
              // is missed, and so ends the measurement
              System.err.println(failure);
            }

            @Override
            public void onCompleted() {
              if (missing.decrementAndGet() == 0) {
                heard.run();
              }
            }
          });
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(Server::shutdownNow);
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream in) {
      try {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
