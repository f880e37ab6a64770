package ai.hal9.engine.game;

import ai.hal9.engine.cluster.Peer;
import ai.hal9.engine.game.GameLease.Whereabouts;
import ai.hal9.engine.store.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as an owner of games: the number under which it writes, and its verdict on others. A
 * node that was fenced takes a new number, with which it owns nothing yet.
 */
final class Ownership {

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);
  private static final long NONE = 0;
  private static final String OTHERS =
      "SELECT DISTINCT owner FROM games WHERE status <> 'finished' AND owner <> ?";

  private final Postgres postgres;
  private final GameLease lease;
  private final String node;
  private final Peer self;
  private final ReentrantLock registering = new ReentrantLock();
  private volatile long number = NONE;

  Ownership(Postgres postgres, GameLease lease, String node, Peer self) {
    this.postgres = postgres;
    this.lease = lease;
    this.node = node;
    this.self = self;
  }

  /** What is to be done about a game of another owner. */
  sealed interface Verdict {
    /** Ask it there. */
    record Ask(Peer owner) implements Verdict {}

    /** It is fenced: its games may be adopted. */
    record Replaced() implements Verdict {}

    /** It cannot be told yet. */
    record Wait() implements Verdict {}
  }

  /** This node's number; registers it at the first need. Blocks. */
  long number() {
    var known = number;
    if (known != NONE) {
      return known;
    }
    registering.lock();
    try {
      if (number == NONE) {
        var fresh = Fence.register(postgres, node);
        lease.renew(fresh);
        number = fresh;
        LOG.info("{} owns games under number {}", node, fresh);
      }
      return number;
    } finally {
      registering.unlock();
    }
  }

  /** Whether this number is this node's, now. */
  boolean isMine(long owner) {
    return owner != NONE && owner == number;
  }

  /** Whether this node has a number. */
  boolean registered() {
    return number != NONE;
  }

  /** Renews the lease; false when this node turns out to be fenced, and has no number any more. */
  boolean renew() {
    var known = number;
    if (known == NONE) {
      return true;
    }
    if (Fence.fenced(postgres, known)) {
      lost(known);
      return false;
    }
    lease.renew(known);
    return true;
  }

  /** This node was found to be fenced under this number. */
  void lost(long owner) {
    registering.lock();
    try {
      if (number == owner) {
        number = NONE;
        LOG.warn("{} was given up as owner {} of games; others play them on", node, owner);
      }
    } finally {
      registering.unlock();
    }
  }

  /** Judges another owner, and fences it if it is gone. Blocks. */
  Verdict judge(long owner) {
    if (Fence.fenced(postgres, owner)) {
      return new Verdict.Replaced();
    }
    return switch (lease.find(owner)) {
      // At this address is this node now: that owner was an earlier life of it.
      case Whereabouts.At(var peer) when peer.url().equals(self.url()) -> replace(owner);
      case Whereabouts.At(var peer) -> new Verdict.Ask(peer);
      case Whereabouts.Gone() -> replace(owner);
      case Whereabouts.Unknown() -> new Verdict.Wait();
    };
  }

  private Verdict replace(long owner) {
    Fence.fence(postgres, owner);
    lease.forget(owner);
    LOG.info("{} has fenced owner {} of games, which is gone", node, owner);
    return new Verdict.Replaced();
  }

  /** The other owners of unfinished games. */
  List<Long> others() {
    return postgres.ask("games-owners", this::others);
  }

  private List<Long> others(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(OTHERS)) {
      query.setLong(1, number);
      try (var rows = query.executeQuery()) {
        var owners = new ArrayList<Long>();
        while (rows.next()) {
          owners.add(rows.getLong(1));
        }
        return owners;
      }
    }
  }

  /** Lets others take over at once. */
  void resign() {
    var known = number;
    if (known != NONE) {
      Fence.fence(postgres, known);
      lease.release(known);
      number = NONE;
    }
  }
}
