package ai.hal9.bench;

import ai.hal9.engine.account.Accounts;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.account.Callers.Verdict;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.session.Regions;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whose a token is, as a node knows it: from its own memory, with the looking up again that keeps
 * it there, and from a real Redis on this machine (expected: at least twenty times as long).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {

  private static final int KEY_BYTES = 32;

  private @Nullable BenchRedis servers;
  private @Nullable ClusterRedis redis;
  private @Nullable Accounts accounts;
  private String shown = "";

  /** Opens a session. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    var running = BenchRedis.start();
    servers = running;
    var client =
        ClusterRedis.of(
            running.threads(), BenchRedis.address(running.stores().durableRedis()), "bench");
    redis = client;
    var tuning = LiveTuning.fixed(EngineTuning.defaults());
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    var sessions =
        Sessions.in(
            client,
            keyFile(random),
            new Regions("local", Map.of()),
            tuning,
            Meters.none(),
            Events.none(),
            random,
            clock);
    var opened = sessions.open(UUID.randomUUID(), InetAddress.getLoopbackAddress());
    shown = "Bearer " + opened.token().text();
    accounts =
        Accounts.in(
            new Accounts.Surroundings(
                new NoDatabase(),
                client,
                breaker(tuning, clock),
                client,
                sessions,
                breaker(tuning, clock),
                tuning,
                Meters.none(),
                Events.none(),
                random,
                clock,
                System::nanoTime));
  }

  private static Breaker breaker(LiveTuning tuning, Clock clock) {
    return Breaker.aroundStore("redis", "Redis", tuning, Meters.none(), Events.none(), clock);
  }

  /** From the node's memory; from Redis only where that has forgotten. */
  @Benchmark
  public Caller fromMemory() {
    var known = accounts().lately(shown);
    return known == null ? fromRedis() : known;
  }

  /** From Redis: one script, opened and compared. */
  @Benchmark
  public Caller fromRedis() {
    return switch (accounts().find(shown)) {
      case Verdict.Known(var caller) -> caller;
      case Verdict.Unknown _, Verdict.Unavailable _ ->
          throw new IllegalStateException("the session is gone");
    };
  }

  /** Ends everything. */
  @TearDown(Level.Trial)
  public void close() {
    accounts().close();
    if (redis != null) {
      redis.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  private Accounts accounts() {
    var open = accounts;
    if (open == null) {
      throw new IllegalStateException("not set up");
    }
    return open;
  }

  private static Path keyFile(SecureRandom random) throws IOException {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    var file =
        Files.createTempFile(
            "hal9-bench",
            ".keys",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    file.toFile().deleteOnExit();
    return Files.writeString(file, "1 " + Base64.getEncoder().encodeToString(key));
  }

  /** Sessions need none. */
  private static final class NoDatabase implements Database {
    @Override
    public <T> T ask(String operation, Work<T> work) {
      throw new StoreException("there is no database");
    }
  }
}
