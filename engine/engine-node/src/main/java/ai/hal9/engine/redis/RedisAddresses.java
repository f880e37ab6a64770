package ai.hal9.engine.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.SocketAddressResolver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where each Redis is now. Clients are made with the address it had when the node started and ask
 * here on every connect.
 */
public final class RedisAddresses extends SocketAddressResolver {

  private final Map<String, RedisURI> moved = new ConcurrentHashMap<>();

  @Override
  public SocketAddress resolve(RedisURI uri) {
    return super.resolve(moved.getOrDefault(address(uri), uri));
  }

  /**
   * From now on it is found elsewhere; connections that are open stay.
   *
   * @param first the address it had when the node started
   * @param now where it is
   * @return whether that is another place than before
   */
  public boolean move(RedisURI first, RedisURI now) {
    var before = moved.put(address(first), now);
    return !address(before == null ? first : before).equals(address(now));
  }

  /** Host and port of where a Redis is now, by the address its clients were made with. */
  public static String server(ClientResources resources, RedisURI uri) {
    return resources.socketAddressResolver().resolve(uri) instanceof InetSocketAddress found
        ? found.getHostString() + ":" + found.getPort()
        : address(uri);
  }

  private static String address(RedisURI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }
}
