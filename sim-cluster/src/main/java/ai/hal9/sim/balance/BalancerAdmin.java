package ai.hal9.sim.balance;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

/** The balancer's own calls: {@code /balancer/health}, {@code status} and {@code upstreams}. */
final class BalancerAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(BalancerAdmin.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UpstreamSet upstreams;
  private final Supplier<BalancerStatus> status;
  private final byte @Nullable [] token;

  BalancerAdmin(UpstreamSet upstreams, Supplier<BalancerStatus> status, @Nullable String token) {
    this.upstreams = upstreams;
    this.status = status;
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  AdminCall call(HttpRequest head, boolean draining) {
    var path = head.uri().split("\\?", 2)[0];
    if (path.equals("/balancer/health")) {
      return new AdminCall(_ -> health(draining));
    }
    if (!allowed(head.headers().get(HttpHeaderNames.AUTHORIZATION))) {
      return new AdminCall(_ -> Problem.UNAUTHORIZED.response());
    }
    if (path.equals("/balancer/status") && head.method().equals(HttpMethod.GET)) {
      return new AdminCall(_ -> json(status.get()));
    }
    if (path.equals("/balancer/upstreams") && head.method().equals(HttpMethod.PUT)) {
      return new AdminCall(this::replace);
    }
    return new AdminCall(_ -> Problem.UNKNOWN.response());
  }

  private boolean allowed(@Nullable String authorization) {
    if (token == null || authorization == null || !authorization.startsWith("Bearer ")) {
      return false;
    }
    var given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token, given);
  }

  private static FullHttpResponse health(boolean draining) {
    return draining
        ? Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "draining", "stopping").response()
        : Problem.answer(HttpResponseStatus.OK, "{\"status\":\"UP\"}", "application/json");
  }

  private FullHttpResponse replace(String body) {
    var errors = new ArrayList<String>();
    List<UpstreamAddress> addresses = BalancerConfigFile.upstreams(body, errors);
    if (!errors.isEmpty()) {
      return new Problem(
              HttpResponseStatus.BAD_REQUEST, "bad-request", "nothing was changed", errors)
          .response();
    }
    upstreams.replace(addresses);
    LOG.info("upstreams are now {}", addresses.stream().map(UpstreamAddress::name).toList());
    return json(status.get());
  }

  private static FullHttpResponse json(BalancerStatus status) {
    return Problem.answer(
        HttpResponseStatus.OK, JSON.writeValueAsString(status), "application/json");
  }
}
