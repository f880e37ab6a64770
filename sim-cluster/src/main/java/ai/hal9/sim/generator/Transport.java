package ai.hal9.sim.generator;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/** Event loops and sockets: epoll where it is available, else NIO. */
record Transport(
    String name, IoHandlerFactory handler, Class<? extends SocketChannel> channel, int loops) {

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_BYTES = 8 * 1024;

  /** The machine's best: one event loop per core beyond the first, at least one. */
  static Transport available() {
    var loops = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return Epoll.isAvailable()
        ? new Transport("epoll", EpollIoHandler.newFactory(), EpollSocketChannel.class, loops)
        : new Transport("nio", NioIoHandler.newFactory(), NioSocketChannel.class, loops);
  }

  Transport withLoops(int count) {
    return new Transport(name, handler, channel, count);
  }

  IoEventLoopGroup group() {
    return new MultiThreadIoEventLoopGroup(
        loops, new DefaultThreadFactory("hal9-load", true), handler);
  }

  Bootstrap bootstrap(InetSocketAddress target) {
    return new Bootstrap()
        .channel(channel)
        .remoteAddress(target)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
  }
}
