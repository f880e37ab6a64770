package ai.hal9.engine.session;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's sessions, as one node works with them. Everything but {@link #revocations} asks
 * Redis, blocks, and throws {@link RedisException} when Redis is out of reach.
 */
public interface Sessions extends AutoCloseable {

  /**
   * Opens a session; beyond {@code session.max_per_user} the user's oldest ends.
   *
   * @param client whose address says the region; where it says nothing, the node's own
   */
  Session.Opened open(UUID user, InetAddress client);

  /**
   * The session of a token; from now on it is kept in this node's region and lives for {@code
   * session.ttl} more. Nothing when it expired, was revoked or never was.
   */
  Optional<Session> find(SessionToken token);

  /** A user's sessions, oldest first. */
  List<Session> of(UUID user);

  /** Ends a session of a user everywhere; whether there was one. */
  boolean revoke(UUID user, UUID session);

  /** Ends a user's sessions everywhere but the one to keep; how many there were. */
  int revokeAll(UUID user, @Nullable UUID keep);

  /** What was revoked lately. */
  Revocations revocations();

  @Override
  void close();

  /**
   * Sessions in the given Redis.
   *
   * @param keyFile the keys that seal them
   * @param regions where clients are
   * @param redis not closed with the sessions
   * @param events told of changed keys
   */
  static Sessions in(
      ClusterRedis redis,
      Path keyFile,
      Regions regions,
      LiveTuning tuning,
      Meters meters,
      Events events,
      SecureRandom random,
      InstantSource clock) {
    return new RedisSessions(redis, keyFile, regions, tuning, meters, events, random, clock)
        .start();
  }
}
