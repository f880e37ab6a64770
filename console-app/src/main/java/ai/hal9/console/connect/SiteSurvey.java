package ai.hal9.console.connect;

import ai.hal9.console.session.Site;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.telemetry.ClusterApi;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out where a cluster runs. That an address is this machine's does not say so: it may be a
 * forwarded port. So its nodes count, which changes are sent to: the addresses they name must be
 * this machine's too, and one of them must answer there as the node that the cluster knows.
 *
 * @param control knows the clusters of this {@code HAL9_HOME}
 */
record SiteSurvey(ClusterControl control) {

  /**
   * Where a cluster runs. Takes as long as nodes take to answer; not for the UI thread.
   *
   * @param url where it was reached
   * @param members the addresses its nodes name, by name
   */
  Site of(URI url, Map<String, URI> members, ClusterApi api) throws InterruptedException {
    var own = own(List.of(url));
    if (own.isPresent()) {
      return own.get();
    }
    if (!ThisMachine.has(url)) {
      return new Site.Elsewhere("This cluster runs elsewhere, at %s.".formatted(url));
    }
    for (var member : members.entrySet()) {
      if (!ThisMachine.has(member.getValue())) {
        return new Site.Elsewhere(
            "%s leads to %s at %s, which is not this machine."
                .formatted(url, member.getKey(), member.getValue()));
      }
    }
    if (!answersHere(members, api)) {
      return new Site.Elsewhere(
          "%s leads to nodes that do not answer at the addresses they name, as behind a forwarded"
                  .formatted(url)
              + " port: this cluster may run elsewhere.");
    }
    return own(members.values()).orElse(new Site.Here());
  }

  /** The cluster of this home that any of these addresses is one of. */
  private Optional<Site> own(Collection<URI> any) {
    return StartModel.running(control).stream()
        .filter(
            state ->
                addresses(state)
                    .anyMatch(its -> any.stream().anyMatch(url -> ThisMachine.same(its, url))))
        .<Site>map(state -> new Site.Own(state.name()))
        .findFirst();
  }

  private static Stream<URI> addresses(ClusterState state) {
    return Stream.concat(
        Stream.of(state.url(), state.balancer().url()),
        state.nodes().stream().map(ClusterState.Node::url));
  }

  private static boolean answersHere(Map<String, URI> members, ClusterApi api)
      throws InterruptedException {
    var known = api.lives();
    for (var member : members.entrySet()) {
      try {
        var life = known.getOrDefault(member.getKey(), "");
        if (!life.isEmpty() && life.equals(api.lives(member.getValue()).get(member.getKey()))) {
          return true;
        }
      } catch (SimException e) {
        // the next may answer
      }
    }
    return false;
  }
}
