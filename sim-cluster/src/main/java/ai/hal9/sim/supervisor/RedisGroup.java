package ai.hal9.sim.supervisor;

import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** One Redis: a primary and what follows it. */
final class RedisGroup implements StoreGroup {

  private final List<RedisConfig> configs;
  private final Primacy primacy;
  private final Roles roles;
  private final RedisBinary binary;
  private final Spawner spawner;
  private final List<Member> members;
  private final Map<String, RedisServer> servers = new ConcurrentHashMap<>();

  /** What the cluster's state calls its servers. */
  record Roles(String primary, String follower) {}

  RedisGroup(
      List<RedisConfig> configs,
      Primacy primacy,
      Roles roles,
      RedisBinary binary,
      Spawner spawner,
      BiFunction<String, Member.Starter, Member> member) {
    this.configs = List.copyOf(configs);
    this.primacy = primacy;
    this.roles = roles;
    this.binary = binary;
    this.spawner = spawner;
    this.members =
        this.configs.stream()
            .map(config -> member.apply(config.name(), () -> start(config)))
            .toList();
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public boolean leads(Member member) {
    return primacy.heldBy(member.name());
  }

  @Override
  public String role(Member member) {
    return leads(member) ? roles.primary() : roles.follower();
  }

  @Override
  public int port(Member member) {
    return configs.get(members.indexOf(member)).port();
  }

  /** The running primary, or the one that was last. */
  RedisServer server() {
    return Objects.requireNonNull(servers.get(primacy.holder()), "Redis is started first");
  }

  private ChildProcess start(RedisConfig config) {
    var server =
        primacy.heldBy(config.name())
            ? RedisServer.startPrimary(config, binary, spawner)
            : RedisServer.startReplica(config, server(), binary, spawner);
    servers.put(config.name(), server);
    return server.process();
  }
}
