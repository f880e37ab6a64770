package ai.hal9.console.connect;

import ai.hal9.console.session.Site;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Tries whether a cluster answers at an address. Every method waits for it. */
record AttachTrial(SiteSurvey survey, TokenFiles tokens) {

  /** What came of it. */
  sealed interface Outcome {}

  /**
   * It answers.
   *
   * @param name what it is called here
   * @param site where it runs
   * @param tokenFile where its token is kept; empty without a token
   */
  record Answered(String name, Site site, String tokenFile) implements Outcome {}

  /**
   * It was not tried further: others could read the token on the way.
   *
   * @param where the token would go
   */
  record Exposing(String where) implements Outcome {}

  /** It answers, and its token cannot be kept. */
  record Unkept(String why) implements Outcome {}

  /**
   * Tries it, and keeps its token when it answers.
   *
   * @param exposed whether the token may be sent where others can read it on the way
   * @throws SimException when no cluster answers, or it refuses
   */
  Outcome kept(ClusterAddress candidate, boolean exposed) throws InterruptedException {
    try (var http = HomeTrust.client()) {
      if (!exposed && exposes(candidate, candidate.url())) {
        return new Exposing(candidate.url().getAuthority());
      }
      var api = new ClusterApi(http, candidate);
      var members = members(candidate, api);
      for (var member : members.values()) {
        if (!exposed && exposes(candidate, member)) {
          return new Exposing(member.getAuthority());
        }
      }
      var answer = answered(candidate, members, api, "");
      try {
        return new Answered(answer.name(), answer.site(), keep(candidate));
      } catch (IOException e) {
        return new Unkept(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Tries it, with a token that is kept already.
   *
   * @throws SimException when no cluster answers, or it refuses
   */
  Answered answered(ClusterAddress candidate, String tokenFile) throws InterruptedException {
    try (var http = HomeTrust.client()) {
      var api = new ClusterApi(http, candidate);
      return answered(candidate, members(candidate, api), api, tokenFile);
    }
  }

  private static Map<String, URI> members(ClusterAddress candidate, ClusterApi api)
      throws InterruptedException {
    var members = api.members();
    if (members.isEmpty()) {
      throw new SimException(
          SimException.Code.UNREACHABLE,
          candidate.url() + " answers, and names no node. Is its cluster still starting?");
    }
    return members;
  }

  private Answered answered(
      ClusterAddress candidate, Map<String, URI> members, ClusterApi api, String tokenFile)
      throws InterruptedException {
    var site = survey.of(candidate.url(), members, api);
    var name = site instanceof Site.Own(var own) ? own : candidate.url().getAuthority();
    return new Answered(name, site, tokenFile);
  }

  private static boolean exposes(ClusterAddress candidate, URI url) {
    return !candidate.token().isEmpty()
        && !"https".equalsIgnoreCase(url.getScheme())
        && !ThisMachine.has(url);
  }

  /** One that is not needed any more is deleted. */
  private String keep(ClusterAddress candidate) throws IOException {
    var cluster = candidate.url().toString();
    if (candidate.token().isEmpty()) {
      tokens.forget(cluster);
      return "";
    }
    return tokens.keep(cluster, candidate.token()).toString();
  }
}
