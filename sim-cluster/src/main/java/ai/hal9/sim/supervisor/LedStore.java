package ai.hal9.sim.supervisor;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store of which one server leads and the others follow, whichever that is now. When the one that
 * leads has died and there is an heir who is sure to have all that it acknowledged, the heir takes
 * its place: the old one is fenced first, then the change is written down, then the heir is
 * promoted. What is left of the old one is started after that, and follows.
 *
 * @param <C> what a server is told
 * @param <S> a server that was started
 */
abstract sealed class LedStore<C, S> implements StoreGroup permits PostgresGroup, RedisGroup {

  private static final Logger LOG = LoggerFactory.getLogger(LedStore.class);

  private final List<C> configs;
  private final Primacy primacy;
  private final Processes processes;
  private final List<Member> members;
  private final Map<String, S> servers = new ConcurrentHashMap<>();

  /** Held while it is decided who leads, and while that one starts. */
  private final ReentrantLock deciding = new ReentrantLock();

  /**
   * How its processes come to be, and who is told of them.
   *
   * @param member makes the process of that name
   */
  record Processes(
      Spawner spawner, BiFunction<String, Member.Starter, Member> member, Announcer announcer) {}

  /**
   * @param configs of the servers, with the same settings, so that each can lead
   */
  LedStore(List<C> configs, Primacy primacy, Processes processes) {
    this.configs = List.copyOf(configs);
    this.primacy = primacy;
    this.processes = processes;
    this.members =
        this.configs.stream()
            .map(config -> processes.member().apply(name(config), () -> start(config)))
            .toList();
  }

  /** The name of the server that is told this. */
  abstract String name(C config);

  /** Where the server that is told this listens. */
  abstract int port(C config);

  abstract C config(S server);

  abstract ChildProcess process(S server);

  /** Starts a server that follows another. */
  abstract S follow(C config, S leader, Spawner spawner);

  /** Starts a server that leads, though it may have followed when it ended. */
  abstract S lead(C config, Spawner spawner);

  /** Who may take the place of one that has died: surely has all that it acknowledged. */
  abstract Optional<S> heir(S dead);

  /** Ends what is left of a server that has died. */
  abstract void end(S dead);

  /** Makes sure that a server that has ended never leads by itself. */
  abstract void fence(S dead);

  /**
   * Makes a server that followed lead.
   *
   * @throws StoreException if it cannot
   */
  abstract void promote(S heir);

  /** Another one leads. */
  abstract void succeeded(S dead, S heir);

  @Override
  public final String name() {
    return primacy.store();
  }

  @Override
  public final List<Member> members() {
    return members;
  }

  @Override
  public final boolean leads(Member member) {
    return primacy.heldBy(member.name());
  }

  @Override
  public final int port(Member member) {
    return port(configs.get(members.indexOf(member)));
  }

  /** The server that leads, or the one that was last. */
  final S server() {
    return Objects.requireNonNull(
        servers.get(primacy.holder()), "who leads is started before anybody follows");
  }

  /** What each server is told; the one first that led when the store was planned. */
  final List<C> configs() {
    return configs;
  }

  /** By name, all that were started. */
  final Map<String, S> servers() {
    return servers;
  }

  private ChildProcess start(C config) {
    S leader;
    // also by who follows: one that was just chosen leads only once it has been promoted
    deciding.lock();
    try {
      if (primacy.heldBy(name(config))) {
        return started(lead(config, processes.spawner()));
      }
      leader = server();
    } finally {
      deciding.unlock();
    }
    // Not while deciding: the one to follow may die meanwhile, and then it must be decided again.
    return started(follow(config, leader, processes.spawner()));
  }

  private ChildProcess started(S server) {
    servers.put(name(config(server)), server);
    var process = process(server);
    var _ =
        process
            .onExit()
            .thenRun(() -> Thread.ofVirtual().name("failover").start(() -> ended(server)));
    return process;
  }

  private void ended(S dead) {
    deciding.lock();
    try {
      if (leads(dead)) {
        // First, so that nothing more is acknowledged that who is asked after it may not have.
        end(dead);
        var heir = heir(dead);
        if (heir.isPresent()) {
          succeed(dead, heir.get());
        }
      }
    } catch (StoreException | IOException | UncheckedIOException e) {
      LOG.error("nobody took the place of {}", name(config(dead)), e);
      processes
          .announcer()
          .notice("%s stays the primary: %s".formatted(name(config(dead)), e.getMessage()));
    } finally {
      deciding.unlock();
    }
  }

  /** Whether it is the very one, and not one that was started in its place. */
  private boolean leads(S server) {
    var leader = servers.get(primacy.holder());
    return leader != null && process(leader) == process(server);
  }

  private void succeed(S dead, S heir) throws IOException {
    var begin = System.nanoTime();
    var name = name(config(heir));
    fence(dead);
    primacy.pass(name);
    try {
      promote(heir);
    } catch (StoreException e) {
      // It was chosen, so no other may serve: it is started again, and leads.
      LOG.error("{} is started again to be the primary", name, e);
      process(heir).kill();
    }
    succeeded(dead, heir);
    processes
        .announcer()
        .notice(
            "%s is fenced and %s is the primary in its place now (%d ms)"
                .formatted(
                    name(config(dead)),
                    name,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
    processes.announcer().changed();
  }
}
