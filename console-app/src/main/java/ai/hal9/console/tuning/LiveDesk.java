package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.TuningAuditPage;
import ai.hal9.sim.telemetry.TuningReading;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks every member over HTTP, all at once. */
final class LiveDesk implements TuningDesk {

  private static final int AUDIT_PAGE = 50;

  private final ClusterApi api;
  private volatile Map<String, URI> answering = Map.of();

  LiveDesk(HttpClient http, ClusterAddress address) {
    api = new ClusterApi(http, address);
  }

  @Override
  public ClusterTuning read() throws InterruptedException {
    var members = api.members();
    var nodes = new TreeMap<String, TuningReading>();
    var silent = new TreeMap<String, String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new TreeMap<String, Future<TuningReading>>();
      members.forEach((name, url) -> asked.put(name, threads.submit(() -> api.tuningOf(url))));
      for (var entry : asked.entrySet()) {
        try {
          nodes.put(entry.getKey(), entry.getValue().get());
        } catch (ExecutionException e) {
          var cause = e.getCause();
          silent.put(entry.getKey(), cause == null ? "" : String.valueOf(cause.getMessage()));
        }
      }
    }
    if (nodes.isEmpty()) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          silent.isEmpty() ? "The cluster names no node." : silent.firstEntry().getValue());
    }
    members.keySet().retainAll(nodes.keySet());
    answering = Map.copyOf(members);
    return new ClusterTuning(nodes, silent);
  }

  @Override
  public TuningOutcome apply(Target target, TuningChange change) throws InterruptedException {
    return api.apply(url(target), change);
  }

  @Override
  public TuningAuditPage audit(@Nullable String before) throws InterruptedException {
    return api.tuningAudit(before, AUDIT_PAGE);
  }

  private URI url(Target target) {
    var known = answering;
    return switch (target) {
      case Target.AllNodes _ ->
          known.values().stream().findFirst().orElseThrow(() -> silent("no node answers"));
      case Target.OneNode(var name) -> {
        var url = known.get(name);
        if (url == null) {
          throw silent(name + " does not answer");
        }
        yield url;
      }
    };
  }

  private static SimException silent(String who) {
    return new SimException(SimException.Code.UNREACHABLE, "Nothing was changed: " + who + ".");
  }
}
