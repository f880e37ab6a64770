package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningChange;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.console.session.EveryMember;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.telemetry.TuningAuditPage;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
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
    var answers = EveryMember.ask(api, api::tuningOf);
    answering = answers.members();
    return new ClusterTuning(answers.said(), answers.silent());
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
