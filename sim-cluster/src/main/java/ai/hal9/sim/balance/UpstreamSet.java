package ai.hal9.sim.balance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams, and who is next: weighted least connections. The upstream with the fewest requests
 * in flight per weight is taken; among equals, smooth weighted round robin (nginx's: everyone's
 * turn grows by its weight, the greatest is taken and pays the sum).
 */
final class UpstreamSet {

  private final BalancerConfig.Checking checking;
  private volatile List<Upstream> all = List.of();

  UpstreamSet(BalancerConfig.Checking checking, List<UpstreamAddress> addresses) {
    this.checking = checking;
    replace(addresses);
  }

  List<Upstream> all() {
    return all;
  }

  /** Takes a new set; an upstream whose address stays keeps its state and counts. */
  synchronized void replace(List<UpstreamAddress> addresses) {
    var next = new ArrayList<Upstream>();
    for (var address : addresses) {
      next.add(
          all.stream()
              .filter(known -> known.address().equals(address))
              .findFirst()
              .orElseGet(() -> new Upstream(address, checking)));
    }
    for (var known : all) {
      if (!next.contains(known)) {
        known.remove();
      }
    }
    all = List.copyOf(next);
  }

  /** The upstream to send to, other than those tried already; null when none can take it. */
  synchronized @Nullable Upstream choose(List<Upstream> tried, long nanos) {
    Upstream least = null;
    for (var upstream : all) {
      if (eligible(upstream, tried, nanos) && (least == null || load(upstream, least) < 0)) {
        least = upstream;
      }
    }
    return least == null ? null : inTurn(least, tried, nanos);
  }

  private Upstream inTurn(Upstream least, List<Upstream> tried, long nanos) {
    var best = least;
    var sum = 0;
    for (var upstream : all) {
      if (eligible(upstream, tried, nanos) && load(upstream, least) == 0) {
        upstream.turn += upstream.address().weight();
        sum += upstream.address().weight();
        if (upstream.turn > best.turn) {
          best = upstream;
        }
      }
    }
    best.turn -= sum;
    return best;
  }

  private static boolean eligible(Upstream upstream, List<Upstream> tried, long nanos) {
    return upstream.usable(nanos) && !tried.contains(upstream);
  }

  private static int load(Upstream one, Upstream other) {
    return Long.compare(
        (long) one.inFlight() * other.address().weight(),
        (long) other.inFlight() * one.address().weight());
  }
}
